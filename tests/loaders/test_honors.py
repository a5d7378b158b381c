"""Lists of honors that name the product honored."""

from __future__ import annotations

from pathlib import Path

from tests.loaders.folder import sources


def test_the_product_that_was_honored_is_one_the_firm_makes(tmp_path: Path) -> None:
    rows = (
        "企业名称,荣誉,主营产品",
        "甲纺织有限公司,国家级制造业单项冠军,棉布",
        "乙纺织有限公司,制造业单项冠军产品(色织布),",
        "丙纺织有限公司,制造业单项冠军企业(第八批),",
        "丁纺织有限公司,制造业单项冠军(公示),",
    )
    found = sources(tmp_path, {"榜.csv": "\n".join(rows)}).frames
    made = dict(found["Enterprise"].select("name", "products").iter_rows())
    assert made == {"甲纺织有限公司": ["棉布"], "乙纺织有限公司": ["色织布"]}
    assert found["Holds"].height == 4
