"""A heading's words → the short name of a group of tasks, by tables: 坚定不移打好产业转型攻坚战 → 产业转型."""

from __future__ import annotations

import re

from commitments.patterns import any_of, find

LONGEST = 12  # characters of a group's name
_SHORTEST = 2

# What the work of a government is about: a heading that names none of it is a slogan, or no group of tasks.
_FIELDS = find("""
产业 经济 工业 制造 农业 农村 乡村 三农 城市 城乡 城镇 城区 县域 民生 福祉 生态 环境 环保 绿色 低碳 污染 美丽
改革 开放 创新 科技 人才 文化 文旅 旅游 文体 体育 康养 教育 健康 医疗 卫生 养老 就业 社会 社保 安全 风险 平安
稳定 项目 投资 消费 需求 市场 主体 营商 企业 金融 财政 治理 设施 交通 能源 水利 数字 区域 枢纽 物流 服务 法治
政府 行署 政务 效能 群众 生活 民族 增长 应急 灾 粮食 住房 居住 人居 小区 更新 管网 微改造 精细化 对接 合作 招商
国企 国资 民营 外贸 信访 党建 作风 廉洁 重点工程 实事 增收 青年 儿童 便民 幸福 动能 活力 潜能 农民
""")
_HOW = any_of("""
坚定不移 毫不动摇 千方百计 全力以赴 全力 持续 进一步 不断 大力 着力 加快 加速 全面 深入 扎实 切实 积极 坚决 始终
努力 聚力 有序 统筹 稳步 强力 更加 更好 有力 有效(?!投资|需求|供给) 有力有效 高水平 高质量 高标准 高站位 高起点
系统性 系统 前瞻性
全方位 多措并举 一体 纵深 更加注重 注重 以 奋力 主动 务实 精准 提质升级 一以贯之 持之以恒 紧紧 自觉 牢牢 协同
突出 尽力 竭力 大抓 狠抓 严守 严格
""")
_DOES = any_of("""
推进 推动 构建 构筑 建设 建强 打好 打赢 打造 提升 提高 增进 改善 保障(?!性|房) 防范化解 化解 防范 做大 做强 做优
做大做强 壮大 培育 发展(?!活力|潜力|潜能|动能|环境|格局|空间|动力) 深化 补齐 筑牢 守牢 守住 厚植 扩大 提振 抓好
抓实 抓牢 实施 落实 完善 加强 强化 优化 调整 促进 激发 释放 擦亮 聚焦 突出 围绕 坚持 用好 稳住 稳定 维护 守护
健全 加固 夯实 巩固 拓展 塑造 增强 加大 统筹 办好 营造 提速 推深做实 筑造 回应 关切 助力 畅通 兜住 兜牢 兜底
恪守 稳(?=增长|就业|投资)
""")
_LEAD = re.compile(f"^(?:{_HOW}|{_DOES}|(?:和|与|并|各类|重要|新时代|有潜能的|有效益的|的))")
_VERB = re.compile(f"^{_DOES}")
_TAIL = re.compile(
    "(?:的?(?:攻坚战|持久战|主动仗|硬仗|新格局|新优势|新突破|新动能|新局面|短板|优势|底色|本底|成色|底线|方面|领域|任务|水平|等?工作|类)"
    "|(?:持续|全面|稳步|加快|步伐|不断|有效|扎实|成效)[\u4e00-\u9fff]{2}"
    "|(?:实现|迈上|迈出|展现|打开|得到|取得|保持(?!久)|迸发|呈现|更加|进一步)[\u4e00-\u9fff]{2,10})$"
)
_COUNT = re.compile(r"（(?:共)?\d{1,3}(?:项|件|个|条)）$")
_BARE = re.compile("^(?:风险|民生|经济|工作|发展|改革|项目|安全|稳定|服务|企业|群众|投资|品质|增长)$")
_UNNAMED = re.compile(
    r"[\d“”‘’《》（）()：:？！%*#—…]|[一二三四五六七八九十两]大(?!局)|^以|^(?:主要|其中|包括|其他)|之变|各位"
)
_CLAUSES = re.compile("[，。；：、 ]")
_ASPECT = re.compile("^(?:在|关于)?([^，。；：]{2,20}?)方面$")


def group_name(words: str) -> str:
    """The group of tasks that a heading without its number names, "" for a slogan or for what is no group.

    在民生保障方面 → 民生保障; 坚持稳中求进、以进促稳，全力推动乡村全面振兴 → 乡村振兴; 精彩2022 → "".
    """
    words = _COUNT.sub("", words.strip("*#：。"))
    aspect = _ASPECT.match(words)
    if aspect:
        # the heading itself says that it names a field, whichever
        name = aspect.group(1)
        return name if len(name) <= LONGEST and not _UNNAMED.search(name) else ""
    clauses = sorted(_CLAUSES.split(words[:60]), key=lambda clause: not _LEAD.match(clause))  # what is to be done first
    return next((name for clause in clauses if (name := _field(clause))), "")


def is_aspect(words: str) -> bool:
    """Whether a heading says by itself that it names a field of work: 在产业发展方面."""
    return bool(_ASPECT.match(words))


def _field(clause: str) -> str:
    """The field of work that a clause of a heading is about, "" for none."""
    if _UNNAMED.search(clause):
        return ""
    name, verb = clause.replace("全面振兴", "振兴"), ""
    for _ in range(6):
        found = _LEAD.match(name)
        if found is None or len(name) - found.end() < _SHORTEST:
            break
        if _VERB.match(name):
            verb = found.group()
        name = name[found.end() :]
    for _ in range(2):
        cut = _TAIL.sub("", name)
        if len(cut) < _SHORTEST or _BARE.match(cut):
            break
        name = cut
    if _BARE.match(name):
        name = verb + name
    return name if _SHORTEST < len(name) <= LONGEST and _FIELDS.search(name) else ""
