# One image for API, workers, UI and one-off commands; docker-compose.yml says which runs what.
FROM python:3.11-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends libgl1 libglib2.0-0 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --no-deps -r requirements.lock
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e . \
    && useradd --system --create-home stylist \
    && mkdir -p /var/lib/stylist /var/lib/stylist-models \
    && chown stylist /var/lib/stylist /var/lib/stylist-models

USER stylist
CMD ["stylist", "--help"]
