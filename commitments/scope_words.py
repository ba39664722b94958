"""The words that linking knows: what is said of a thing without naming it, and what bounds the scope of a promise.

Words of the trade (改造, 一期, 街道…) only, never the name of a place or a project. All patterns are linear.
"""

from __future__ import annotations

import re


def _any(words: str) -> str:
    """A pattern for any of these words, longest first."""
    return "|".join(sorted(words.split(), key=len, reverse=True))


# Spellings of one notion, as written → as compared.
ALIASES = {
    "城市建设": "城建", "高速公路": "高速", "高速铁路": "高铁", "客运专线": "高铁", "规模以上": "规上",
    "限额以上": "限上", "地区生产总值": "GDP", "国内生产总值": "GDP", "生产总值": "GDP", "社会消费品零售": "社零",
    "社消零": "社零", "地方一般公共预算": "一般公共预算", "公共财政预算": "一般公共预算", "外贸进出口": "进出口",
    "货物进出口": "进出口", "棚户区": "棚户", "棚改": "棚户改造", "就业人员": "就业", "就业人数": "就业",
    "卫生间": "厕所", "户厕": "厕所", "供水管线": "供水管网", "养老院": "养老机构", "敬老院": "养老机构",
    "国家高新技术企业": "高新技术企业", "国家级高新技术企业": "高新技术企业", "城镇老旧小区": "老旧小区",
    "老旧住宅小区": "老旧小区", "保租房": "保障性租赁住房", "粮食总产量": "粮食产量", "粮食总产": "粮食产量",
    "旅游总收入": "旅游收入", "全社会固定资产": "固定资产", "抽水蓄能电站": "抽水蓄能",
    "棚户住房": "棚户", "技改": "技术改造", "城市轨道交通": "轨道交通",
    "焚烧发电厂": "焚烧发电", "营造林": "造林绿化", "植树造林": "造林绿化", "普惠性": "普惠",
    "专精特新中小企业": "专精特新企业",
}  # fmt: skip

# What is done, not what it is done to; taken out wherever it stands.
FILLERS = re.compile(
    _any(
        """新改扩建 新改建 改扩建 新建 改建 扩建 续建 新增 净增 新设 改造 提升 整治 治理 项目 工程 建设 任务 工作
        计划 方案编制 全部 全面 累计 开展 完成 实现 推进 加快 实施 启动 总体 预期 目标 增长 增速 本年度 年度
        本年
        更新(?=改造) (?<=改造)更新 老旧(?!小区|住宅|街区|城区|厂|社区) 高标准(?!农田) 高质量 高水平 高效率 各类 一批
        达到 同比 提质 扩容 纳入 列入 具备条件 境内外 认证 认定 项目中(?!心|学|小|医)
        基本(?!农田|公共|医疗|养老|盘) 专项行动 攻坚行动 集中攻坚 攻坚"""
    )
)
# The same at the ends only: inside a name they may belong to it.
HEADS = re.compile(
    "^(?:[的已拟把]|等(?!级)|和(?!谐|美)|与|及(?!时|格)|并(?!购|网|轨|联)|将(?!军)|了(?!解)|为(?!民)|对(?!外|口|接)|在(?!建|线|册|校|库)|"
    "[一二三四]季度|年底前?|以来|"
    + _any(
        """目前 现有 共有 成功 正式 顺利 提出 发放 力争 确保 争取 推动 促进 支持 指导 鼓励 引导 持续 继续 深入 扎实
        稳步 有序 积极 大力 着力 加强 强化 抓好 做好 抓紧 加紧 加大 强力 合力 重点 打造 建成 建好 建立 成立 组建
        设立 培育 引进 引育 发展 创建 争创 新培育 新引进 交付 投用 举办 组织 出台 制定 落实 安装 购置 配备 升级
        修缮 修复 翻新 拓宽 打通 谋划 申报 获批 入选 我市 全市 全区 全县 全省 全盟 全州 全旗 我盟 我州 我旗 我区
        我县 我省 本市 本区 本县 市区 城区 中心城区 各县区 各区县 该区 该市 该县 今年 明年 去年 当年 全年 年内
        年末 上半年 下半年"""
    )
    + ")"
)
TAILS = re.compile(
    "(?:[的等和与及并将已了额]|(?<!市场|经营)主体|"
    + _any(
        """设施 面积 余额 总值 涨幅 发放 总量 总数 总额 数量 个数 户数 规模 经营主体 能力建设 情况 事项 以上 左右
        中?已有? 全线 土建 主体 征地 征迁 拆迁 铺轨 轨通 洞通 桩基 布展 设备安装 合龙 截流 通水 上涨 增幅 获国家 获省 获
        目前 投用 建成 竣工 开工 投产 通车 封顶 开放 运营 投运 交付 验收 完工 收尾 运行 正常 主体施工 主体结构
        前期"""
    )
    + ")$"
)
# Renewing and building the same kind of thing are two promises.
DEEDS = {
    "renew": re.compile("改造|提升|整治|治理|修缮|修复|更新|改建|改扩建|扩建|翻新|提质|升级|清零"),
    "build": re.compile("新建|建成|新增|新设|净增|兴建"),
}

NUMERAL = "(?:[一二三四五六七八九十]{1,3}|[0-9]{1,3})"
PHASE = re.compile(f"(?P<n>{NUMERAL})期(?![间待望限末中刊货])(?:工程|项目)?")
# 343国道, G343, 省道S210: one spelling.
ROAD = re.compile(
    "(?:国道|省道)?(?P<kind>[GS])(?P<code>[0-9]{3})(?:国道|省道|线)?|(?P<number>[0-9]{3})(?P<name>国道|省道)"
    "|(?P<before>国道|省道)(?P<digits>[0-9]{3})线?"
)
ORDINAL = re.compile(f"第(?P<n>{NUMERAL})(?:号|批|栋|座|幢|条|标段|机组|届|轮|组团|片区)?")
SEGMENT = re.compile(
    "(?:(?<=高铁)|(?<=铁路)|(?<=高速)|(?<=公路)|(?<=[线国省大]道)|(?<=管[道线网])|(?<=工程)|(?<=[线路渠])|(?<=[A-Z][0-9]{3}))"
    "[（(]?(?P<n>[\u4e00-\u9fff]{1,6}?)段[）)]?(?![子落性])"
)
DIRECTION = re.compile("(?P<n>[东西南北中]{1,2})(?=段|线|院区|广场|片区|岸|标段|延伸|车站|站房)")
CODE = re.compile("[A-Za-z]{1,4}-?[0-9]{1,4}(?![0-9]{0,4}(?:[A-Z]?Wh|k?V))")
LEVEL = re.compile("国家级|国家|省级|市级|县级|区级|乡级|镇级|村级|国省|[A-Z]级|[1-5]A级?|[一二三]级")
SETTING = re.compile(
    _any("农村 乡村 城镇 城市 社区 街道 乡镇 村级 县域 校园 行政村 农民 居民 职工 青年 公办 民办 公共 机动车")
)
NEGATED = re.compile("非(?=[\u4e00-\u9fff]{2})(?!常|法|遗|凡|物质)|无(?=[\u4e00-\u9fff]{1,2}的?小区)")
# 10亿元以上项目, 产值超50亿元企业: the size class is part of what is counted.
SIZE = re.compile(
    "(?P<n>[0-9][0-9.]{0,6}[万亿]{0,2}|[百千]亿)(?:美?元)?(?:以上|及以上|级)?(?=[\u4e00-\u9fff]{0,4}(?:项目|企业))"
)
NUMBERED = re.compile("(?P<n>[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?=号(?!文))")
# Of projects, the ones begun and the ones finished are counted apart.
STEPS = {"begin": re.compile("开工|动工"), "finish": re.compile("竣工|投产|投用|投运|完工|建成|达产")}
BUILT = re.compile("((?:19|20)[0-9]{2})年(?:年?底|末)?(?:以?前|之前)(?=[^，。]{0,4}(?:建成|竣工|投用|投入|交付))")
PLAN_YEAR = re.compile("(20[0-9]{2})年(?:度)?(?=[^，。、；0-9]{0,6}(?:计划|资金|任务|项目|支持|批次|目标))")

_UNITS = """个 家 所 座 处 条 户 人 名 位 项 件 批 部 台 套 辆 栋 幢 间 片 块 对 组 类 种 公里 千米 米 平方米
 平方公里 亩 公顷 吨 头 只 株 元 人次 场 次 % 千瓦 千伏 立方米 斤 张 床 GWh MWh kV MW 分钟 天"""
NUMBER = re.compile(
    "(?:约|近|超过?|不少于|逾)?(?<![A-Za-z0-9.])(?![456]G(?![A-Za-z]))[0-9][0-9,.]{0,12}(?:[-—~至到][0-9][0-9.]{0,8})?"
    "(?:[万亿]|[千百](?![瓦伏克米])){0,2}[余多来]?(?:" + _any(_UNITS) + ")?"
)
DATE = re.compile(
    "(?:20[0-9]{2}年)?[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:上旬|中旬|下旬|底|末)?之?前?|20[0-9]{2}年(?:度|底|末)?前?"
)
OF_MONEY = re.compile("总投资[^的，。、]{0,12}的")
OF_PLAN = re.compile("已?(?:纳入|列入)(?P<plan>[^的，。]{0,24})的")
# What follows tells of the course of things, not of the thing: 城市阳台一期正在加紧…
COURSE = re.compile(
    "(?<=..)(?:正在|按照|即将|预计|有望|力争|加紧|陆续|先后|相继|的基础上|并|、?(?:惠及|涉及|受益)|，|。|；).*$",
    re.DOTALL,
)
ASIDE = re.compile("[（(][^）)]{0,40}[）)]")
QUOTED_NUMBER = re.compile("[“\"‘']([0-9+]{1,8})[”\"’']")
QUOTES = re.compile("[“”\"'‘’《》<>\\s]")
# 嵩县至内乡、… → the first character of both ends, as such roads are called (嵩内).
ROUTE = re.compile(
    "(?P<a>[\u4e00-\u9fff]{1,3}?)[县市区]?[至—-](?P<b>[\u4e00-\u9fff]{1,3}?)[县市区]?(?=高速|高铁|铁路|公路|城际|[、，等]|$)"
)
CARRIER = re.compile("(?:高速|高铁|铁路|公路|城际|大道|大桥|隧道|路|街|桥|线|公园|片区|电站|水库|中心)$")

# What a lasting thing is called by its last characters: railway, museum, plant.
FACILITY = re.compile(
    "(?:[路街巷桥园院馆校城湖岛镇坊塔宫港库段线]|[车电站泵场]站|[电工]厂|[A-Z][0-9]{2,4}|"
    + _any(
        """[三四五]年行动 通道 特高压 抽水蓄能 高铁 铁路 高速 公路 大道 快速路 焚烧发电 隧道 机场 港 枢纽 地铁 轻轨 号线
        水库 灌区 水厂 处理厂 厂房 厂区 产线 生产线 基地 产业园 园区 大楼 大厦 院区 校区 港区 库区 新区 开发区 中心 医院
        学院 大学 公园 广场 景区 遗址 片区 街区 社区 实验室 平台 市场 小镇 机组"""
    )
    + ")$"
)
# Parts of a named thing, which are told of in its place: 中心医院新院区门诊楼.
PART = re.compile(
    "(?:"
    + _any(
        """飞行区 主体育场 门诊楼 住院楼 医技楼 综合楼 教学楼 航站楼 站房 跑道 主桥 引桥 主塔 厂房 车间 生产线 主厂房
        大坝 坝体 主楼 主场馆 盾构 区间 路基 管廊"""
    )
    + ")$"
)
# One thing of its owner, though every word of its name is common: 市博物馆, 中心医院新院区.
SINGLE = re.compile("^[市县州盟旗][一-鿿]{2,8}[院馆宫校]$|新院区$|新馆$|新校区$|新址$|总部$")
METRO = re.compile(f"(?:轨道交通|地铁|轻轨)(?={NUMERAL}号线)")
# A kind and a rank, which many have: 国家级旅游度假区.
RANKED = re.compile("国家|全国|自治区|[省市县区]级|示范|重点")
# Names that name nothing without whose they are: 营收 of the one industry and of the other.
VAGUE = re.compile(
    "(?:"
    + _any(
        """营收 营业收入 销售收入 收入 产值 总产值 投资 企业 项目 人才 资金 规模 服务 产业 设施 以上 覆盖率 人员
        学位 床位 岗位 就业岗位 剩余 回顾 超额 其他 其余 其中 全市 群众 贷款 资产 消费 机构 平台 场地 设备 土地
        面积"""
    )
    + "|.)?$"
)
PROJECT = re.compile(
    f"{NUMERAL}期(?![间待望限末中刊货])|[栋座幢段]|(?:项目|工程)(?:建设|开工|竣工|完工|建成|投产|投用|启动)?$"
)
# Kinds of things without a name of their own: 社区公园 is not one park.
PLAIN = re.compile(
    "^(?:"
    + _any(
        """社区 农村 城市 公共 老旧 背街 小巷 智慧 青年 养老 服务 便民 重大 重点 产业 省 市 县 区 乡镇 街道 级 民生
        文化 体育 卫生 教育 医疗 科技 创新 工业 农业 旅游 物流 特色 商业 示范 综合 党群 邻里 中心 公园 广场 市场
        学校 医院 基地 园区 平台 设施 停车 充电 幼儿 中小 高中 初中 小学 食堂 书房 图书 书屋 驿站 口袋 游园 厕所
        公厕 管网 道路 数字 电商 直播 公路 供水 供热 燃气 污水 垃圾 危房 改厕 农贸 菜市场 百亿 千亿 村 镇 新 大
        小 好 路 街 园 场 站 房 馆 院 校 库"""
    )
    + "){1,12}$"
)
