using LoadLab.Stacks.Machine;

namespace LoadLab.Tests.Stacks.Machine;

public sealed class CpuLedgerTests
{
    private readonly CpuLedger _ledger = new();

    [Fact]
    public void The_first_reading_has_nothing_to_subtract_from() => _ledger.Advance([Process(1, 0, own: 50)]).Should().BeNull();

    [Fact]
    public void What_processes_used_themselves_adds_up_and_a_new_one_counts_from_its_start()
    {
        _ledger.Advance([Process(1, 0, own: 50), Process(2, 1, own: 7)]);

        _ledger.Advance([Process(1, 0, own: 53), Process(2, 1, own: 11), Process(3, 1, own: 20)]).Should().Be(3 + 4 + 20);
    }

    [Fact]
    public void A_child_that_has_ended_counts_once()
    {
        _ledger.Advance([Process(1, 0, own: 50), Process(2, 1, own: 700)]);

        _ledger.Advance([Process(1, 0, own: 50, children: 705)]).Should().Be(5, "of the 705 that the parent has waited for 700 were counted");
    }

    // A sum over the tree says 0 here, and 705 at the next reading: seven cores in one second of a session that had ended.
    [Fact]
    public void A_child_that_ended_after_its_parent_was_read_counts_once()
    {
        _ledger.Advance([Process(1, 0, own: 50), Process(2, 1, own: 700)]);

        _ledger.Advance([Process(1, 0, own: 52)]).Should().Be(2);
        _ledger.Advance([Process(1, 0, own: 52, children: 705)]).Should().Be(5);
        _ledger.Advance([Process(1, 0, own: 52, children: 735)]).Should().Be(30, "of a child that lived between two readings");
    }

    [Fact]
    public void A_child_that_nobody_waited_for_takes_nothing_from_the_others()
    {
        _ledger.Advance([Process(1, 0, own: 50), Process(2, 1, own: 700), Process(3, 1, own: 10)]);

        _ledger.Advance([Process(1, 0, own: 60), Process(3, 1, own: 15)]).Should().Be(15, "a sum over the tree would be 685 lower");
        _ledger.Advance([Process(1, 0, own: 60), Process(3, 1, own: 25)]).Should().Be(10);
        _ledger.Advance([Process(1, 0, own: 60, children: 40), Process(3, 1, own: 25)]).Should().Be(40, "the debt of the child is given up by now");
    }

    [Fact]
    public void A_whole_branch_that_has_ended_counts_once()
    {
        _ledger.Advance([Process(1, 0, own: 0), Process(2, 1, own: 100), Process(3, 2, own: 200)]);

        _ledger.Advance([Process(1, 0, own: 0, children: 309)]).Should().Be(9);
    }

    [Fact]
    public void A_child_of_another_part_does_not_count_here_when_it_ends()
    {
        _ledger.Advance([Process(1, 0, own: 50)], [Process(2, 1, own: 300, children: 400)]);

        _ledger.Advance([Process(1, 0, own: 53)], [Process(2, 1, own: 330, children: 400)]).Should().Be(3, "the 30 are of the other part");
        _ledger.Advance([Process(1, 0, own: 54, children: 732)]).Should().Be(1 + 2, "730 were counted there, and 2 came after its last reading");
        _ledger.Advance([Process(1, 0, own: 55, children: 740)]).Should().Be(1 + 8);
    }

    [Fact]
    public void A_child_of_another_part_that_ended_after_its_parent_was_read_does_not_count_at_the_next_reading_either()
    {
        _ledger.Advance([Process(1, 0, own: 50)], [Process(2, 1, own: 700)]);

        _ledger.Advance([Process(1, 0, own: 52)]).Should().Be(2);
        _ledger.Advance([Process(1, 0, own: 52, children: 705)]).Should().Be(5);
    }

    [Fact]
    public void A_child_that_becomes_another_part_counts_once()
    {
        _ledger.Advance([Process(1, 0, own: 50), Process(2, 1, own: 100)]);

        _ledger.Advance([Process(1, 0, own: 51)], [Process(2, 1, own: 140)]).Should().Be(1);
        _ledger.Advance([Process(1, 0, own: 51, children: 140)]).Should().Be(0);
    }

    [Fact]
    public void A_process_with_the_id_of_one_that_has_ended_is_another()
    {
        _ledger.Advance([Process(1, 0, own: 0), Process(2, 1, own: 100)]);

        _ledger.Advance([Process(1, 0, own: 0, children: 101), Process(2, 1, own: 4, start: 9)]).Should().Be(1 + 4);
    }

    private static ProcessStat Process(int id, int parent, long own, long children = 0, long start = 1) => new(id, parent, 'S', own, children, start);
}
