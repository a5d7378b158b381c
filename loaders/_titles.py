"""What the title of a list says of all its rows: an honor with its year and batch, a 名单, the stage of projects."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.names import plain
from loaders._head import Match
from loaders._sheets import Sheet

# Honors by the words that tell them, the narrower first, and the level of those that only one level gives.
_FIELDS = "民营|民企|制造业|服务业|企业|化纤|纺织|服装|印染|外贸|新兴产业|领军"
_HONORS = (
    (rf"(?:(?:世界|中国|全国)?(?:{_FIELDS})+|世界|中国|全国)(?:500|100|50|百)强", ""),
    ("潜在独角兽|准独角兽|独角兽|潜在瞪羚|瞪羚", ""),
    ("小巨人", "国家级"),
    ("单项冠军|隐形冠军", ""),
    ("专精特新中小企业|专精特新", "省级"),
    ("创新型中小企业|科技型中小企业", ""),
    ("高新技术企业|高企", ""),
    ("农业产业化(?:国家|省|市)?级?重点龙头企业|绿色工厂|智能工厂|智能车间|技术创新示范企业|企业技术中心|中华老字号", ""),
)  # fmt: skip
_CALLED = {"小巨人": "专精特新小巨人", "专精特新": "专精特新中小企业", "高企": "高新技术企业"}
_LISTS = ("僵尸企业", "失信被执行人", "经营异常", "外迁企业")
_LIST = "名单|榜|名录|公示|公告|目录|一览|清单|台账|备案|认定|复核"
_NOT_YET = "申报|培育|储备|后备|目标|意向|招商|对接|走访|摸底|推荐|入库|指南|政策|情况"
_STAGES = (("已?投产", "投产"), ("已?开工|在建", "开工"), ("已?签约", "签约"), ("在谈|洽谈", "在谈"))
_LEVELS = (("国家|全国|工信部", "国家级"), ("省|自治区", "省级"), ("市", "市级"))


def titles(sheet: Sheet, match: Match) -> Iterator[str]:
    """The lines above the head, the nearest first, the sheet's name, the file's stem; made plain, without quotes."""
    for row in reversed(sheet.cells.head(match.row).rows()):
        filled = [str(c) for c in row if c is not None and str(c).strip()]
        if len(filled) == 1 and len(filled[0]) < 80:
            yield _bare(filled[0])
    yield _bare(sheet.title)
    yield _bare(sheet.file.rpartition("/")[2].rpartition(".")[0])


def _bare(text: str) -> str:
    return re.sub("[\"“”'‘’「」《》]", "", plain(text))


def honor(sheet: Sheet, match: Match) -> dict[str, str | int] | None:
    """The cells that a list of honored firms leaves to its title: honor, level, year, batch, state."""
    said = list(titles(sheet, match))
    for text in said:
        for words, level in _HONORS:
            found = re.search(words, text)
            if (
                found
                and not re.search(_NOT_YET, text)
                and (re.search(_LIST, text) or text.rstrip("0123456789年度()-_").endswith((found[0], "企业")))
            ):
                whole = " ".join(said)
                own = next((name for word, name in _LEVELS if word in text), "")
                return _given(found[0], "省级" if own == "省级" else level or own, text, whole)
    return None


def _given(name: str, level: str, text: str, whole: str) -> dict[str, str | int]:
    yearly = name.endswith("强")
    year = re.search(r"(?:19|20)\d{2}", text) or re.search(r"(?:19|20)\d{2}", whole)
    batch = re.search(r"第[一二三四五六七八九十\d]{1,2}批", text) or re.search(
        r"第[一二三四五六七八九十\d]{1,2}批", whole
    )
    states = (("撤销|取消", "撤销"), ("公示|拟认定", "公示"), ("复核", "复核"))
    state = next((word for marks, word in states if re.search(marks, text)), "")
    made = {"honor": _CALLED.get(name, name), "level": "" if yearly else level, "state": state}
    found: dict[str, str | int] = {key: value for key, value in made.items() if value}
    if year:
        found["year"] = int(year[0])
    if batch:
        found["batch"] = batch[0]
    return found


def watchlist(sheet: Sheet, match: Match) -> str | None:
    """The 名单 that a list of firms is by its title."""
    for text in titles(sheet, match):
        found = next((word for word in _LISTS if word in text), None)
        if found and re.search(_LIST, text):
            return re.sub("企业|被执行人", "", found)
    return None


def stage(sheet: Sheet, match: Match) -> str | None:
    """The stage of all projects of a list (在谈项目台账); null where several are named."""
    for text in titles(sheet, match):
        found = {name for words, name in _STAGES if re.search(words, text)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None
