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
/find 老旧小区　按词列出事项　/chart 画图　/export 导出　/alias 旧改 = 老旧小区改造　教一个简称
编辑发来文件、长文字或频道消息，会先读出来待发布，表格台账先预览再导入：/drafts　/review 核对存疑
/assign 民生保障 领导=张三　分工　/mine 分给我的任务
/report 老旧小区 138/188　填报　/extend 老旧小区 2024-12-31 理由　延期　/closing 待销号
/round 督查　/listed 挂牌督办　/bulletin 9月　通报
{bold("灯")}
🟢 已完成、达序时，或在推进　🟡 落后10–30个百分点　🔴 落后超过30个百分点或已逾期　⚪ 未见进展报道
“未见完成报道”只是没有读到，不等于没有完成。"""

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
    """/help"""
    assert update.message is not None
    await send_markup(update.message, HELP)


async def unknown_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/no_such_command"""
    assert update.message is not None
    await send_line(update.message, UNKNOWN_COMMAND)


async def not_text(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A photo, a sticker, a voice message, a file."""
    assert update.message is not None
    await send_line(update.message, NOT_TEXT)
