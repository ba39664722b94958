"""/start and /help, and what is said to messages that are no question."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes

from handlers.asking import send_matter
from handlers.card import bold
from handlers.guard import TOKEN_LENGTH
from handlers.links import linked_matter
from handlers.members import claim
from handlers.sending import send_line, send_markup

MANAGE = ("管理", "编辑", "管理员")  # words behind /help

START = f"""{bold("践诺")}：政府承诺的台账，一问就有数。
直接发问即可，例如：
　老旧小区 进度
　8月底前到期的
　逾期的
每个答案都带出处（文件、日期、原句）。用法见 /help"""

HELP = f"""{bold("怎么问")}
写事项、地区、时限或状态，顺序随意，错别字、拼音、简称也行：
　老旧小区 进度　— 完成多少、是否达到序时
　加装电梯 什么时候完成　— 时限
　8月底前到期的 · 逾期的 · 欠序时的　— 清单
　某区 老旧小区　— 只看一个地区
十分钟内可以接着问，例如先问事项，再问“什么时候完成”。
{bold("按钮")}
数字看详情，“出处”看原句，“变化”看目标和时限的变动，“订阅”到期前提醒、有变化时通知，“提醒我”选一天提醒自己。
{bold("命令")}
/follow 西工区　订阅　/following 看订阅　/week 将到期　/overdue 已逾期
/remind 明天 上午9点 交周报　/brief 简报　/settings 提醒的时间和方式
/find 老旧小区　按词列出　/chart 画图　/export 导出　/listed 挂牌督办　/round 督查
/mine 分给我的　/report 老旧小区 138/188　填报　/extend 老旧小区 2024-12-31 理由　延期
/cancel 不回答机器人刚才问的　/forget_me 删除我的数据
/help 管理　编辑和管理员的命令：发布、分工、销号、通报、成员、渠道
{bold("灯")}
🟢 已完成、达序时，或在推进　🟡 落后10–30个百分点　🔴 落后超过30个百分点或已逾期　⚪ 未见进展报道
“未见完成报道”只是没有读到，不等于没有完成。"""

MANAGING = f"""{bold("编辑")}
发来文件、长文字或频道消息，会先读出来待发布，表格台账先预览再导入。
/drafts 待发布的　/review 核对存疑　/alias 旧改 = 老旧小区改造　教一个简称
/assign 民生保障 领导=张三　分工
/closing 待销号　/reopen 老旧小区 抽查不实　重新打开
/extensions 等批复的延期申请
/round 月　开始督查　/special 西工区 电梯：理由　挂牌　/bulletin 9月　通报
{bold("管理员")}
/rules 督查督办的规则，/rules 挂牌轮次 = 3 改一条
/invite 编辑 李科长　邀请　/members 成员　/revoke 取消权限
/channel 企业微信、钉钉、飞书群机器人和邮箱（私聊）
/allow · /deny 在群里发，准许或收回本群使用"""

UNKNOWN_COMMAND = "没有这个命令。用法见 /help，也可以直接发问，例如：老旧小区 进度"
NOT_TEXT = "我只读得懂文字，请把问题写成一句话，例如：老旧小区 进度"


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/start; with the token of an invitation it lets the person in, with the id of a matter it shows its card."""
    assert update.message is not None
    words = context.args or ()
    if len(words) == 1 and len(words[0]) == TOKEN_LENGTH:
        await claim(update.message, words[0], context)
    elif len(words) == 1 and (matter_id := linked_matter(words[0])):
        await send_matter(update.message, matter_id, context)
    else:
        await send_markup(update.message, START)


async def help_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/help; /help 管理 for what editors and administrators do"""
    assert update.message is not None
    await send_markup(update.message, MANAGING if "".join(context.args or ()) in MANAGE else HELP)


async def unknown_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/no_such_command"""
    assert update.message is not None
    await send_line(update.message, UNKNOWN_COMMAND)


async def not_text(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A photo, a sticker, a voice message, a file."""
    assert update.message is not None
    await send_line(update.message, NOT_TEXT)
