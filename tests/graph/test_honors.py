"""What titles are worth by their names as people write them (methods.md §4, Levels)."""

from __future__ import annotations

import pytest

from graph.honors import value


@pytest.mark.parametrize(
    ("name", "level", "worth"),
    [
        ("专精特新“小巨人”企业", None, 0.8),
        ("湖南省小巨人企业", None, 0.5),
        ("专精特新小巨人", "省级", 0.5),
        ("农业产业化国家重点龙头企业", None, 0.8),
        ("国家级农业产业化龙头企业", None, 0.8),
        ("农业产业化龙头企业", "国家级", 0.7),
        ("河南省农业产业化龙头企业", None, 0.5),
        ("农业产业化龙头企业", "市级", 0.3),
        ("独角兽", None, 0.8),
        ("潜在独角兽企业", None, 0.3),
        ("国家级专精特新小巨人培育企业", None, 0.7),
        ("国家高新技术企业", None, 0.4),
        ("国家企业技术中心", None, 0.7),
        ("河南省民营企业500强", None, 0.5),
        ("中国民营企业500强", None, 0.85),
        ("中国企业500强", None, 0.9),
        ("世界500强", None, 1.0),
    ],
)
def test_a_title_is_worth_its_level(name: str, level: str | None, worth: float) -> None:
    """级别 goes before the name; a name tells its level where the cell is blank; who is on the way has no title yet."""
    assert value(name, level, {}) == worth
