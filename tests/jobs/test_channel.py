import threading

from dlgui.jobs.threads import BoundedBuffer, NewestSlot


def in_thread(function):
    """Start `function` in a thread; join() on the result waits for it."""
    thread = threading.Thread(target=function)
    thread.start()
    return thread


def test_the_buffer_keeps_everything_in_order():
    buffer = BoundedBuffer(capacity=10)
    for number in range(5):
        buffer.put(number)
    assert buffer.drain() == [0, 1, 2, 3, 4]
    assert buffer.drain() == []


def test_a_full_buffer_holds_the_producer_back_and_loses_nothing():
    buffer = BoundedBuffer(capacity=3)
    put = []

    def produce():
        for number in range(100):
            buffer.put(number)
            put.append(number)

    producer = in_thread(produce)
    received = []
    most_ahead = 0
    while len(received) < 100:
        most_ahead = max(most_ahead, len(put) - len(received))
        received += buffer.drain()
    producer.join()
    assert received == list(range(100))
    assert most_ahead <= 3


def test_the_slot_gives_only_the_newest():
    slot = NewestSlot()
    slot.put("old")
    slot.put("new")
    assert slot.take() == "new"
    slot.put("newer")
    assert slot.take() == "newer"


def test_taking_waits_until_something_is_put():
    slot = NewestSlot()
    taken = []
    taker = in_thread(lambda: taken.append(slot.take()))
    slot.put("something")
    taker.join(5)
    assert taken == ["something"]


def test_closing_wakes_a_waiting_taker_and_forgets_what_waits():
    slot = NewestSlot()
    taken = []
    taker = in_thread(lambda: taken.append(slot.take()))
    slot.close()
    taker.join(5)
    slot.put("too late")
    assert taken == [None]
    assert slot.take() is None
