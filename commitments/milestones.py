"""The words that make a result checkable without a number: 开工, 竣工, 建成投用, 出台, 全覆盖, 获批 …

Each word is a piece of a pattern; the table that it stands in says where it counts.
"""

from __future__ import annotations

import re

from commitments.patterns import find

# Steps in the life of a project: they count wherever they stand.
PROJECT_STEPS = """
开工 竣工 完工 (?<!创)建成 投用 投产 投运 试运行 试运营 投入使用 投入运营 封顶 贯通 通车 通航 通水(?!泥) 通气 通电
开通 开园 开街 开业
开馆
开诊 开行 复航 首航 首飞 首发(?!新|经济|首) 纳规
合龙 并网 点火 达产 达效 试运行 试运营 轨通 洞通 摘牌 挂牌 揭牌 揭幕 封关 交付 拆迁 征迁 拆除 收尾 收官 销号 清零
见底 招标 初设 可研
环评 立项 批复 获批 核准 签约 签署 落户 落成 奠基 (?<!推)动工 复工 发射 并购 下线 (?<!线)上线 上市 过会 启用 转正
回迁 入驻
桩基 清库 蓄水 上牌
进入[^，。；]{2,8}(?:安装|调试|施工|装修|收尾|验收)阶段 具备开园条件 具备开工条件 排产计划生产 开始[^，。；]{0,14}施工
(?:(?<!大)(?<!动)对外|免费|建成|全面|正式|常态化|错时|向(?:社会|市民|公众|游客|群众)(?:免费)?)开放(?!型|度|格局|合作|平台|水平|高地)
"""

# What an office does once and can show: documents, bodies, titles, fairs.
OFFICE_STEPS = """
出台 印发 颁布 公布实施 发布 启动 设立 成立 组建 重组 创成 创建成 创建为 认定为 升格为 争创 创建 申报 申建 申创
(?:争取|力争|推动|确保)[^，。；]{0,40}(?:列入|纳入) 验收 评估 通过 全覆盖
达标 举办 承办 开办
制定实施 制定出台 (?:编制|制定|起草|修编)了?[^，。；“]{0,10}[《“]
通(?:[二三四]级|高速)?(?:公路|公交|硬化路|高铁|动车|自来水) 完成 编制完成 修订 全面建立 整合设立 配备 公示 全部兑现
全部办复 办复 办结 下放 取消 合并 整合到位
正常办学 义务教育
正增长 同步 进位 扭亏 双下降 脱贫 摘帽 入库 转让 办好[^，。；]{0,24}(?:会|展|节|赛|论坛|活动|博览|大赛)
"""

# What is told of as won: results when looking back.
HONOURS = """
入选 入围 入列 获评 获得 荣获 荣膺 斩获 摘得 夺得 上榜 登榜 位列 位居 居全 列全 排名 排全 名列 跃居 跃升 跻身 晋级
晋升 被评为 被授予 被[^，。；]{1,16}(?:列为|列入|确定为|认定为|评为|授予|命名)
被确定为 被认定为 被列入 被列为 被命名为 被纳入 列入 纳入[^，。；]{0,16}(?:名单|规划|试点|目录|项目库|项目|计划)
[^，。；]{4,24}(?:会|展|赛|节|论坛)在[^，。；]{1,8}(?:召开|举行|举办) 纳入国家 纳入全国 纳入省 成为全 成为国 成为首
评为 认定为 授牌
命名 创历史 新高 首位
首次 第一 率先 一等奖 特等奖 推广 典型案例 通报表扬 表彰 满分 优秀等次 增速居
获[^，。；]{1,20}(?:认定|等奖|等次|最佳|称号) 获国务院 获国家 获省 获全国 连丰 连冠
"""

# What behind a word makes it a name or a manner of speaking: no step.
_NO_STEP_BEFORE = {
    "运营": "机制 模式 管理 商 维护 成本 体系 平台 公司 能力 水平",
    "完成": "率 情况 度",
    "修订": "的 后",
    "动工": "作",
    "发布": "会 渠道 机制 平台",
    "启动": "区 仪式 资金",
    "入库": "培育 管理",
    "达产": "率",
    "上市": "企业 后备 培育 公司 许可 再融资",
    "验收": "标准 机制 组",
    "办结": "率",
    "达标": "校 创建 治理 行动 率 排放",
    "创建成": "果",
    "首位": "$ 度 产业",
    "贯通": "发展 协同 融合 衔接 式 的",
    "脱贫": "人口 攻坚 家庭 群众 地区 县 户 成果 村 不稳定 劳动力",
    "创建": "工作 活动 行动 成果 标准 培育 机制 统领 为 支持 质量 $ [，。；、]",
    "成立": r"\d+周年 以来 大会",
    "(?<!创)建成": "区 项目 果 为",
    "投产": "项目 率 上",
    "开工": "项目 率",
    "竣工": "项目 率",
    "争创": "先进 一流",
    "申报": "工作 机制 指引 服务",
    "销号": "管理 机制 制度",
    "挂牌": "督办",
    "交付": "能力 率",
    "第一": "产业 时间 责任 要务 书记 资源 动力 生产力 战略 方阵 议题 位 、 期 批 人民 中学 小学 医院 栋 线 轮 季度",
    "推广": r"机制 活动 应用 运用 使用 \S{0,40}(?:经验|模式|做法)",
    "率先": "垂范 发展 探索",
    "首次": "公开 办理",
    "列入": "议程 计划的",
}
# What must stand behind a word that is a step only then: 通过…验收, 完成评估, 与经济增长同步.
_STEP_ONLY_BEFORE = {
    "通过": r"[^，。；]{0,20}(?:验收|评估|审定|复检|复评|复核|评审|认定|考核|审批|认证|鉴定|国家|省)",
    "评估": "(?:工作)?(?:完成|$)",
    "同步": "(?:$|[，。；])",
}


def _steps(table: str) -> re.Pattern[str]:
    pieces = []
    for word in table.split():
        if names := _NO_STEP_BEFORE.get(word):
            word += f"(?!{'|'.join(names.split())})"
        if only := _STEP_ONLY_BEFORE.get(word):
            word += f"(?={only})"
        pieces.append(word)
    return find("\n".join(pieces))


PROJECT = _steps(PROJECT_STEPS)
OFFICE = _steps(OFFICE_STEPS)
HONOUR = _steps(HONOURS)
REALISED = find(r"""
实现[^，。；]{0,24}(?:全覆盖|全部|清零|正增长|达标|通车|贯通|突破|转正|“[^”]{2,8}”|规模化产销|翻番)
实现应[\u4e00-\u9fff]尽[\u4e00-\u9fff]
全覆盖 全部(?:完成|建成|兑现|达标|消除|整改到位) 全面(?:完成|建成|兑现|达标|消除|整改到位) 基本(?:完成|建成|消除)
""")
# A target without a number: it is held against others, or against what was set from above.
HELD_AGAINST = find(r"""
(?:高于|快于|好于|优于|高出)[^，。；]{0,12}(?:水平|平均|增长|增速|增幅|全省|全国|全区)
控制在[^，。；]{0,14}(?:以内|之内|目标|范围)
与[^，。；]{2,12}(?:基本)?同步
(?:保持|稳居|位居|进入|跻身|力争|排名|走在)[^，。；]{0,8}全[省国市区盟州](?:前|第|首|上游)
(?:完成|达到)[^，。；]{0,6}(?:省|国家|市|自治区|上级)(?:定|下达)
""")
# Steps hard enough to be checked even where a vague verb leads: 推动…开工, 加快…投产.
HARD_STEP = find("""
获批 封关 纳规 首发 首航 开行 认定为 创建为 列入 纳入
开工 竣工 完工 建成 投用 投产 投运 封顶 贯通 通车 通航 开通 开园 开业 开街 出台 印发 清零 全覆盖 创建 创成 争创 落成
上市 完成 组建
设立 成立 交付 拆迁 启用 启动 通过 收官 达产 并网 合龙 挂牌 揭牌 验收 重组 投入使用
申报[^，。；]{0,20}(?:示范|试点|基地|名录|遗产|称号)
""")
# Whether a clause is worth a closer look at all: one search in place of five.
ANY_STEP = re.compile("|".join(step.pattern for step in (PROJECT, OFFICE, HONOUR, REALISED, HELD_AGAINST)))
