"""What a business scope says the firm makes: twenty texts, six traps."""

from __future__ import annotations

import pytest

from tests.graph.reading import made

SEGMENTS = [
    {"id": "纱", "words": ["棉纱", "纺纱"], "exclude": []},
    {"id": "布", "words": ["坯布", "织布"], "exclude": ["织布机"]},
    {"id": "染", "words": ["印染", "染整"], "exclude": ["印染机械", "印染助剂"]},
    {"id": "衣", "words": ["服装", "加工"], "exclude": ["服装机械", "服装辅料"]},
    {"id": "助剂", "words": ["印染助剂"], "exclude": []},
]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("棉纱、坯布生产、销售", {"纱", "布"}),
        ("棉纱制造;坯布销售", {"纱"}),
        ("棉纱销售", set()),
        ("生产、销售:棉纱、坯布", {"纱", "布"}),
        ("销售棉纱、坯布", set()),
        ("服装制造", {"衣"}),
        ("服装机械制造", set()),
        ("服装辅料生产", set()),
        ("印染助剂生产", {"助剂"}),
        ("织布机制造", set()),
        ("服装生产(不含棉纱)", {"衣"}),
        ("服装研发、设计", set()),
        ("服装加工", {"衣"}),
        ("塑料加工", set()),
        ("自营和代理棉纱、坯布的进出口业务", set()),
        ("一般项目:服装制造;棉纱批发", {"衣"}),
        ("坯布的生产与销售", {"布"}),
        ("棉纱、服装批发零售", set()),
        ("生产棉纱", {"纱"}),
        ("维修织布机", set()),
    ],
)
def test_scopes(scope: str, expected: set[str]) -> None:
    assert made(scope, SEGMENTS) == expected
