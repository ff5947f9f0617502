from uuid import uuid4

import pytest

from jobs.arq_queue import ArqQueue, arq_queue_name, connect, decode, encode
from stylist.settings import RedisSettings


@pytest.fixture
async def queue(valkey_url: str):
    queue = ArqQueue(RedisSettings(url=valkey_url))
    await queue._redis.flushall()
    yield queue
    await queue.close()


async def test_a_delivered_job_waits_on_its_own_queue(queue):
    job_id = uuid4()
    assert await queue.deliver(job_id, queue="batch")
    assert await queue.waiting("batch") == {job_id}
    assert await queue.waiting("interactive") == set()


async def test_a_second_delivery_is_not_swallowed(queue, valkey_url):
    job_id = uuid4()
    assert await queue.deliver(job_id, queue="batch")
    assert await queue.deliver(job_id, queue="batch", delay_s=60)
    redis = connect(RedisSettings(url=valkey_url))
    assert await redis.zcard(arq_queue_name("batch")) == 2
    await redis.aclose()


async def test_a_delivery_that_a_killed_worker_had_taken_does_not_wait(queue, valkey_url):
    job_id = uuid4()
    await queue.deliver(job_id, queue="batch")
    redis = connect(RedisSettings(url=valkey_url))
    (name,) = await redis.zrange(arq_queue_name("batch"), 0, -1)
    await redis.set(b"arq:in-progress:" + name, b"1")
    await redis.aclose()
    assert await queue.waiting("batch") == set()


async def test_a_queue_that_is_away_is_said_and_raises_nothing():
    queue = ArqQueue(RedisSettings(url="redis://127.0.0.1:9/0"))
    assert await queue.deliver(uuid4(), queue="interactive") is False
    assert await queue.waiting("interactive") is None
    await queue.close()


def test_what_is_written_is_json():
    assert decode(encode({"t": 1, "a": ["x"]})) == {"t": 1, "a": ["x"]}
