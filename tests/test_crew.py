"""Work is shared out over the cores, and nobody can tell from the answers."""

import os
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusgen import crew


def spelled(share):
    """What a worker makes of its share."""
    return ",".join(map(str, share)).encode()


@given(st.lists(st.integers(), min_size=1), st.integers(1, 5))
def test_shares_are_the_jobs_in_their_order(jobs, count):
    """No job is lost, none is done twice."""
    assert jobs == [job for share in crew._shares(jobs, count) for job in share]


@pytest.mark.parametrize("cores", [1, 2, 3])
def test_answers_come_in_the_order_of_the_jobs(monkeypatch, cores):
    """However many processes there are."""
    monkeypatch.setattr(crew, "_cores", lambda: cores)
    forks, fork = [], os.fork
    monkeypatch.setattr(os, "fork", lambda: forks.append(1) or fork())

    answers = crew.shared_out(range(10), spelled, least=2)

    assert cores == len(forks) + 1
    assert b"0,1,2,3,4,5,6,7,8,9" == b",".join(answers)
    assert min(answer.count(b",") + 1 for answer in answers) >= 2


def test_who_is_done_takes_what_others_have_not_begun(monkeypatch):
    """So that a share that costs more than the others is no reason to wait."""
    monkeypatch.setattr(crew, "_cores", lambda: 2)
    reading, writing = os.pipe()

    def work(share):
        if share == range(1):
            os.read(reading, 1)  # until the last portion of the same share is done
        elif share == range(4, 5):
            os.write(writing, b".")
        return b"%d" % os.getpid()

    first, *others = crew.shared_out(range(10), work, least=1)

    assert 1 == len({*others[:4]} - {first})
    assert first not in others[:4]


def test_what_a_child_took_and_could_not_do_is_done_here(monkeypatch):
    """All of it, for what it was done with is lost too."""
    monkeypatch.setattr(crew, "_cores", lambda: 2)
    here = os.getpid()
    reading, writing = os.pipe()

    def work(share):
        if os.getpid() == here:
            if share == range(1):
                os.read(reading, 1)
        elif share == range(9, 10):
            os.write(writing, b".")
            os._exit(9)
        return spelled(share)

    assert [b"%d" % number for number in range(10)] == crew.shared_out(range(10), work, least=1)


def test_little_work_stays_in_one_process(monkeypatch):
    """A share is `least` jobs or more."""
    monkeypatch.setattr(crew, "_cores", lambda: 8)

    assert [b"0,1,2"] == crew.shared_out(range(3), spelled, least=2)


def test_an_answer_larger_than_a_pipe_arrives(monkeypatch):
    """A child waits until it is heard."""
    monkeypatch.setattr(crew, "_cores", lambda: 2)

    assert [b"x" * 10**6] * 2 == crew.shared_out([1, 2], lambda _share: b"x" * 10**6, least=1)


def test_what_a_child_cannot_do_is_done_here(monkeypatch):
    """A child that dies costs time and nothing else."""
    monkeypatch.setattr(crew, "_cores", lambda: 2)
    here = os.getpid()

    def work(share):
        if os.getpid() != here:
            os._exit(9)
        return spelled(share)

    assert [b"1", b"2"] == crew.shared_out([1, 2], work, least=1)


def test_an_error_of_the_work_is_raised_here(monkeypatch):
    """Wherever the job was done first."""
    monkeypatch.setattr(crew, "_cores", lambda: 2)

    def work(share):
        if 2 in share:
            raise ValueError("job 2")
        return spelled(share)

    with pytest.raises(ValueError, match="job 2"):
        crew.shared_out([1, 2], work, least=1)


def test_without_more_processes_one_does_it_all(monkeypatch):
    """A system that refuses to fork is slower, not wrong."""
    monkeypatch.setattr(crew, "_cores", lambda: 2)

    def refused():
        raise OSError("no more processes")

    monkeypatch.setattr(os, "fork", refused)

    assert [b"1", b"2"] == crew.shared_out([1, 2], spelled, least=1)


def test_what_is_done_meanwhile_is_done_here_and_once(monkeypatch):
    """While children work; or before it, where there are none."""
    done = []
    for cores in (1, 2):
        monkeypatch.setattr(crew, "_cores", lambda cores=cores: cores)
        answers = crew.shared_out(range(4), spelled, least=1, meanwhile=lambda: done.append(os.getpid()))
        assert b"0,1,2,3" == b",".join(answers)
    assert [] == crew.shared_out([], spelled, least=1, meanwhile=lambda: done.append(os.getpid()))

    assert [os.getpid()] * 3 == done


def test_an_error_meanwhile_leaves_no_child(monkeypatch):
    """Nobody goes on with work that nobody waits for."""
    monkeypatch.setattr(crew, "_cores", lambda: 2)

    def fails():
        raise ValueError("no history")

    with pytest.raises(ValueError, match="no history"):
        crew.shared_out([1, 2], lambda _share: signal.pause(), least=1, meanwhile=fails)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("cores", [1, 2])
def test_work_beside_is_done_when_both_are(monkeypatch, tmp_path, cores):
    """By another process where there is a core for it."""
    monkeypatch.setattr(crew, "_cores", lambda: cores)
    file = tmp_path / "done"
    with crew.beside(lambda: file.write_text(str(os.getpid())) and None):
        pass

    assert (cores == 1) == (file.read_text() == str(os.getpid()))


def test_work_beside_that_fails_harms_nobody(monkeypatch):
    """What it would have left is not there, and neither is the child."""
    monkeypatch.setattr(crew, "_cores", lambda: 2)
    with crew.beside(lambda: os._exit(9)):
        pass
    with pytest.raises(ValueError, match="here"), crew.beside(lambda: signal.pause() and None):
        raise ValueError("here")

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
