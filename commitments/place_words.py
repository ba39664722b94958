"""The words around a name that make it another thing's name: a road, a river, a school, a town, a person's shop."""

from __future__ import annotations

from commitments.patterns import find

# Behind a short name: 西工路, 新安江, 涧西水厂, 老城十字街, 西工地文商旅步行街, 栾川乡.
OTHER_NAME = find(r"""
路(?!网) 街 大道 小街 巷 胡同 [\u4e00-\u9fff]{0,5}步行街 [\u4e00-\u9fff]{0,2}十字街
桥 大桥 江 河(?!区|流|长|[东西南北]) 湖(?!区) 山(?!区|水|上|林|地|村|洪|体|花|两|唱)
寺 庙 塔 阁 陵园 公园 广场 大厦 花园 小区 社区 大学 学院 师范 小学 中学 [一二三四五六七八九十]中(?!全) 医院 银行 农商
酒店 宾馆 饭店 集团 公司 水厂 车站
话(?!题) 菜 人(?!民|社|大|才|口|均|居|工|文|力|数|员|行) 帮(?!扶|助|办) 籍 镇(?!村|街|区|乡|级|政|域)
乡(?!村|镇|贤|级|土|亲|愁|情) 村(?!级)
""")
# Behind a short name: it is another unit's (漯河区 is not 漯河市).
OTHER_UNIT = find("区(?![域位划间]) 县(?![域级]) 旗(?![下帜舰]) 州(?![委政]) 盟(?![委行])")
# Behind a full name: 西工区路 is no district.
ROAD = find("路(?![网段口灯面]) 大道 大街 大桥")
# Behind the name of a unit: it acts, or something lies in it.
ACTS = find("入选 获评 获批 荣获 荣膺 跻身 被评为 被命名 被授予 获命名")
ORGAN = find("区委 县委 市委 旗委 政府 人民政府 人民法院 人民检察院 人大 政协 管委会 党工委 境内 公安分局 辖区")
# Behind a list of names: they are units (新华、和平等县区).
NOT_ALONE = find(r"等县 等区 等地 等[两二三四五六七八九十\d]{1,3}[个县区旗市] [两三四五六][县区旗地] 县区 县（")
# How a text names all of its home.
WHOLE = find("全市 我市 全盟 我盟 全州 我州 市委 市政府")
# Behind the name of an article's district in its headline or first words, and in the signature.
HEADLINE = find(r"： : 第?[一二三四五六七八九十\d]{1,5}届 人大 政协 政府 区委 县委 介绍了 召开 ｜ \|")
SIGNED = find("人民政府 政府办 区委 县委 旗委 市委 管委会 指挥部")
# Behind a city's name: a company, a hospital or a school of that name (宁德时代, 广州市妇女儿童医疗中心).
NAMED_AFTER = find(r"""
时代 [\u4e00-\u9fff]{0,8}(?:医院|医疗中心|大学|学院|研究院|研究所|集团|公司|银行|高铁站|机场) 巴巴 云计算 市场 会馆
""")
