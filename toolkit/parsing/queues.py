"""Queues of the transport service."""

from toolkit.knowledge.reply_grammar import find_replies
from toolkit.model.transport import Queue, Queues
from toolkit.parsing.fields import Answer, Item, each_item


def read_queues(answer: Answer) -> Queues:
    """Return all queues; a server without any is a valid answer.

    Raises:
        ParsingError: the answer is not of this form.
    """
    queues = each_item(answer, "queues", _queue)
    return Queues(queues, sum(queue.messages for queue in queues))


def _queue(item: Item) -> Queue:
    last_error = item.text_or_nothing("last_error")
    return Queue(
        queue=item.text("queue"),
        messages=item.number("messages"),
        status=item.text("status"),
        delivery_type=item.text_or_nothing("delivery_type"),
        next_hop=item.text_or_nothing("next_hop"),
        last_error=last_error,
        replies=find_replies(last_error),
    )
