"""Array aliases. Axes are (height, width[, channel]); colours are sRGB, 0 to 255, unless said."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
"""(H, W, 3), sRGB, 0 to 255."""
Rgba = NDArray[np.uint8]
"""(H, W, 4), sRGB with straight alpha, 0 to 255."""
Mask = NDArray[np.uint8]
"""(H, W), 0 (background) to 255 (subject)."""
Vector = NDArray[np.float32]
"""(D,), unit length."""
Floats = NDArray[np.floating[Any]]
"""Any real-valued array; its docstring gives the shape."""
Grid = NDArray[Any]
"""(H, W[, channels]) of anything, for what OpenCV gives; its docstring says what."""
