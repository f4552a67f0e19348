"""Numbers in sentences: bound when the words leave no doubt, and left alone otherwise."""

from __future__ import annotations

import pytest

from tests.engine.quantities.helpers import findings

DESIGN = """# Recommendations
## Problem
The shop wants personal lists.

{problem}

## Requirements
| ID | Attribute | Metric | Target | Unit | Scope |
|---|---|---|---|---|---|
| R1 | Throughput | peak request rate | 100K | QPS | global peak |
| R2 | Latency | server-side latency p99 | 150 | ms | 30 days |
| R3 | Availability | successful requests | 99.95 | % | 30 days |

## Components
```mermaid
flowchart LR
  lb[Load Balancer] --> gw[API Gateway] --> orch[Rec Orchestrator] --> ann[ANN Index]
  orch --> rank[Ranking Service]
  orch --> cache[(Result Cache)]
  orch --> store[(User Feature Store)]
```

## Capacity plan
| Quantity | Symbol | Value | Unit | Formula |
|---|---|---|---|---|
| Average request rate | avg | 40K | QPS | log |
| Peak request rate | peak | 100K | QPS | = avg * 2.5 |

| Component | Replicas | Zones | Capacity per replica | Demand at peak | Unit |
|---|---|---|---|---|---|
| Rec Orchestrator | 234 | 3 | 500 | 70000 | QPS |
| ANN Index (per shard) | 39 | 3 | 3000 | 70000 | QPS |
| Ranking Service | 60 | 3 | 1000000 | 35000000 | items/s |

## Monthly cost
| Item | Quantity | Unit price (USD/hour) | Hours | Monthly cost (USD) |
|---|---|---|---|---|
| Machines | 100 | 1.00 | 730 | 73000 |
| GPUs | 100 | 1.046712 | 730 | 76410 |
| Total | | | | 149410 |

## Operations
{operations}
"""

PEAKS = """We expect 10K QPS at peak.
Peak traffic is 10,000 queries per second.
The system is dimensioned for 10 thousand requests per second at peak.
Spitzenlast: 10.000,5 Anfragen pro Sekunde.
10K requests/s in the busiest hour.
It peaks at 10k rps.
The design target is a peak throughput of 10K RPS.
Peak QPS: 10K.
Peak load (10K QPS) comes on Sunday.
**Peak**: 10K QPS
At the Sunday peak, 10 000 requests per second hit the API Gateway.
Load rises to 10K QPS during the evening peak.
With 120M users the peak is roughly 10K QPS.
The peak demand is 600K requests per minute.
The service handles 10K requests per second at peak hours.
Peak rate: 0.01M QPS.""".splitlines()

NOT_THE_PEAK = """Today the peak is 10K QPS.
Each pod handles 500 QPS at peak.
If the cache failed, the peak would be 300K QPS.
In phase 1 the peak is 20K QPS.
At peak the cache absorbs 30K QPS.
The US region peaks at 40K QPS.
By 2028 the peak will reach 300K QPS.
A competitor reports a peak of 10M QPS.
The event bus peaks at 500K events/s.
We load-tested a peak of 130K QPS.
At peak, 70K QPS reach the origin.
The peak is 100K QPS.
An attack may add a peak of 1M requests per second.
The write peak is 5K requests per second.
Peak factor is 2.5.
The peak of 100K QPS is 2.5 times the average of 40K QPS.
For the alternative with a peak of 200K QPS we rejected sharding.
The feature store serves 200K reads per second at peak.
One zone serves 33K QPS at peak.
The average rate is 40K QPS.
We chose a rate limit of 10K requests per second per token.
Two years from now peak traffic may be 150K QPS.
During the outage in May the peak was 12K QPS.
The hottest shard sees a peak of 9K QPS.
Retries can push the peak to 130K QPS.
Peak per user is 3 requests per second.
Autoscaling reacts when the rate passes 80K QPS.""".splitlines()

PROMISES = """The p99 latency target is 300 ms.
Requests must be answered within 300 ms at p99.
Our SLO: p99 ≤ 300 ms server-side latency.
Availability SLO: 99.9 %.
The design must reach an availability of 99.99 %.
The monthly bill is 200,000 USD.
In total the platform costs $200K per month.
The Ranking Service runs on 100 replicas.
We run 100 Rec Orchestrator pods.
Total cost: 250K USD/month.""".splitlines()

NOT_PROMISES = """The ANN Index answers within 20 ms at p99.
p99 is 125 ms in the budget, below the target of 150 ms.
Alerts fire when p99 latency exceeds 200 ms.
The load balancer has an SLA of 99.99 %.
Each dependency offers 99.9 % availability.
If the target were 99.99 %, we would need a second region.
A canary with 5 replicas of the Ranking Service runs first.
After a zone loss 156 Rec Orchestrator pods remain.
The managed endpoint costs 97,000 USD a month in total.
GPUs cost 35,040 USD a month in total.
The Ranking Service needs at least 40 replicas at peak.
Three ANN Index replicas per shard would be too few.
The p95 latency target is 80 ms.
A retry adds 60 ms at p99.
Our error budget is 21.6 minutes, that is 0.05 %.
The total is 149,410 USD a month.
We pay 15,000 USD a month for one engineer.
Data durability must be 99.999999999 %.
The cache hit target is 95 %.
The chain gives 99.96 %, above the target of 99.95 %.
Response time target for the admin page is 2 s at p99.""".splitlines()


def _codes(problem: str = "", operations: str = "") -> list[str]:
    files = {"design.md": DESIGN.format(problem=problem, operations=operations)}
    return sorted({f.finding.code for f in findings(files)} - {"CAP-001"})


@pytest.mark.parametrize("sentence", PEAKS)
def test_a_sentence_about_the_peak_is_compared_with_the_table(sentence):
    assert "DOC-011" in _codes(problem=sentence)


@pytest.mark.parametrize("sentence", NOT_THE_PEAK)
def test_a_sentence_about_another_rate_time_or_case_is_left_alone(sentence):
    assert _codes(problem=sentence) == []


@pytest.mark.parametrize("sentence", PROMISES)
def test_a_promise_in_the_text_is_compared_with_the_tables(sentence):
    assert _codes(operations=sentence) == ["DOC-011"]


@pytest.mark.parametrize("sentence", NOT_PROMISES)
def test_a_measurement_part_or_hypothesis_is_no_promise(sentence):
    assert _codes(operations=sentence) == []


ROWS = "| Quantity | Value | Unit |\n|---|---|---|\n| Peak request rate | {n} | QPS |\n| Replication factor | {rf} | x |\n"


def test_tables_of_two_sections_are_about_two_things():
    search, lists = ROWS.format(n="40K", rf=3), ROWS.format(n="60K", rf=2)
    files = {
        "design.md": f"# D\n## Capacity: search\n{search}\n## Capacity: lists\n{lists}\nAt peak 100K QPS arrive.\n"
    }
    assert "DOC-011" not in {f.finding.code for f in findings(files)}


def test_two_rows_of_one_section_are_about_one_thing():
    rows = ROWS.format(n="40K", rf=3)
    files = {"design.md": f"# D\n## Capacity\n{rows}\nMore:\n\n{ROWS.format(n='60K', rf=3)}"}
    assert "DOC-011" in {f.finding.code for f in findings(files)}
