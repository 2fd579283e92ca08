"""Spark runs `kzschedule.spark.screening` in two processes."""

import os
import sys
from collections.abc import Iterator

import pandas as pd
import pytest
from pyspark.sql import SparkSession

import kzschedule
from kzschedule.screening.rows import COLUMNS
from kzschedule.spark import SCHEMA, screening, with_columns

DAY = "2024-03-01"


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "localhost")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    yield session
    session.stop()


def test_spark_answers_as_one_machine_does(spark: SparkSession, mixed: list[str | None]) -> None:
    queries = [None if query is None else query.replace("\x00", "\x01") for query in mixed[:2_000]]
    frame = pd.DataFrame({"id": range(20_000), "query": (queries * 10)[:20_000]})
    rows = spark.createDataFrame(frame, "id long, query string").repartition(5)
    screened = rows.mapInPandas(screening("query", as_of=DAY, keep=["id"]), with_columns("id long"))
    assert screened.columns == ["id", *COLUMNS]
    result = screened.orderBy("id").toPandas()
    once = kzschedule.screen(frame.iloc[:2_000], "query", as_of=DAY)
    expected = pd.concat([once] * 10, ignore_index=True)
    assert list(result.pop("id")) == list(range(20_000))
    pd.testing.assert_frame_equal(result.astype("string"), expected)


def test_the_published_schema_is_that_of_the_results(spark: SparkSession) -> None:
    rows = spark.createDataFrame([("меткатинон",), ("537-46-3",)], "name string")
    screened = rows.mapInPandas(screening("name", as_of=DAY), SCHEMA)
    assert sorted(row.status for row in screened.collect()) == ["invalid", "listed"]
