"""Which kinds of job this version knows, and who does them."""

from typing import Final

from jobs.draw_demo import draw_demo
from jobs.ingest_garment import ingest_garment
from jobs.similar_garments import similar_garments
from jobs.transcribe import transcribe
from jobs.world import Kinds

KINDS: Final[Kinds] = {
    "draw_demo": draw_demo,
    "ingest_garment": ingest_garment,
    "similar_garments": similar_garments,
    "transcribe": transcribe,
}
