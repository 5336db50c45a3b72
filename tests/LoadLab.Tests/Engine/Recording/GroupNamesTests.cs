using LoadLab.Engine.Recording;

namespace LoadLab.Tests.Engine.Recording;

public sealed class GroupNamesTests
{
    [Fact]
    public void A_name_is_made_once_and_then_costs_nothing()
    {
        var names = new GroupNames();
        var first = names.Join("checkout", "pay");

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            names.Join("checkout", "pay");
            names.Join("", "pay");
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1_000, "a look-up that made anything would have made a thousand of it; what is made once in a process is none of it");
        first.Should().Be("checkout::pay");
        names.Join("checkout", "pay").Should().BeSameAs(first);
        names.Join("", "pay").Should().Be("pay");
        names.Join(names.Join("checkout", "card"), "verify").Should().Be("checkout::card::verify");
    }

    [Fact]
    public void Names_without_end_are_right_and_are_not_kept()
    {
        var names = new GroupNames();
        for (var i = 0; i < StepTable.Limit + 10; i++)
        {
            names.Join("g", i.ToString(System.Globalization.CultureInfo.InvariantCulture)).Should().StartWith("g::");
        }

        names.Join("g", "beyond").Should().Be("g::beyond");
        names.Join("g", "beyond").Should().NotBeSameAs(names.Join("g", "beyond"));
    }
}
