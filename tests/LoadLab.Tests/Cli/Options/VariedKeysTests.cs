using LoadLab.Cli.Options;
using LoadLab.Core;

namespace LoadLab.Tests.Cli.Options;

public sealed class VariedKeysTests
{
    [Fact]
    public void Nothing_varied_is_one_variant() => VariedKeys.Variants([]).Should().ContainSingle().Which.Should().BeEmpty();

    [Fact]
    public void Two_keys_make_a_grid() => Names(new("a", "1, 2"), new("b", "x,y,x")).Should().Equal("a=1 b=x", "a=1 b=y", "a=2 b=x", "a=2 b=y");

    [Fact]
    public void Every_fault_is_told_before_anything_starts()
    {
        Faults(new("a", "1"), new("a", "2")).Should().Equal(
            "--vary a is given twice. Give all its values at once: --vary a=1,2",
            "--vary a=1 has 1 value; a change needs two or more. To set one: --set a=1",
            "--vary a=2 has 1 value; a change needs two or more. To set one: --set a=2");
        Faults(new("a", "1,2"), new("b", "1,2"), new("c", "1,2")).Should().Equal("--vary is given 3 times; two keys make a grid, and more cannot be shown.");
        Faults(new("a", "1,2,3,4,5"), new("b", "1,2,3,4,5")).Should().Equal("--vary makes 25 variants; 24 at the most. Give fewer values.");
    }

    private static IEnumerable<string> Names(params KeyValuePair<string, string>[] varied) =>
        VariedKeys.Variants(varied).Select(variant => string.Join(' ', variant.Select(pair => $"{pair.Key}={pair.Value}")));

    private static IReadOnlyList<string> Faults(params KeyValuePair<string, string>[] varied) =>
        FluentActions.Invoking(() => VariedKeys.Variants(varied)).Should().Throw<LoadLabException>().Which.Faults;
}
