"""Dask runs `screen` as it is, on a real cluster of two processes."""

from collections.abc import Iterator

import dask
import dask.dataframe as dd
import pandas as pd
import pytest
from dask.distributed import Client, LocalCluster

import kzschedule
from kzschedule.screening.rows import META

DAY = "2024-03-01"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Client]:
    with (
        dask.config.set({"distributed.admin.log-length": 0}),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local,
        Client(local) as client,
    ):
        yield client


def test_a_cluster_answers_as_one_machine_does(cluster: Client, mixed: list[str | None]) -> None:
    queries = (mixed[:2_000] * 10)[:20_000]
    frame = pd.DataFrame({"query": pd.array(queries, dtype="string")})
    parts = dd.from_pandas(frame, npartitions=7)
    screened = parts.map_partitions(kzschedule.screen, "query", as_of=DAY, meta=META)
    assert dict(screened.dtypes.astype(str)) == META
    result = screened.compute(scheduler=cluster)
    assert len(result) == 20_000
    once = kzschedule.screen(frame.iloc[:2_000], "query", as_of=DAY)
    expected = pd.concat([once] * 10).set_index(frame.index)
    pd.testing.assert_frame_equal(result, expected)
