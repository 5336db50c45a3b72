using LoadLab.Core.Yaml;

namespace LoadLab.Tests.Core.Yaml;

public sealed class YamlReaderTests
{
    private readonly List<string> _faults = [];

    [Fact]
    public void Values_of_every_kind()
    {
        var reader = Read("text: a\nwhole: 1_000\nnumber: 0.5\nflag: true\nduration: 90s\nrate: 150/s\nword: open\nlist: [a, b]\nfree: {x: 1, y: z}\nmap: {inner: 2}");

        (reader.Text("text"), reader.Integer("whole"), reader.Number("number"), reader.Flag("flag")).Should().Be(("a", 1000L, 0.5, true));
        (reader.Duration("duration"), reader.Rate("rate"), reader.OneOf("word", ["open", "closed"])).Should().Be((TimeSpan.FromSeconds(90), 150.0, "open"));
        reader.Texts("list").Should().Equal("a", "b");
        reader.FreeTexts("free").Should().BeEquivalentTo(new Dictionary<string, string> { ["x"] = "1", ["y"] = "z" });
        reader.Map("map")!.Integer("inner").Should().Be(2);
        reader.Done();
        _faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("key: [a]", "f.yaml:1:6: key: must be a single value, not a list.")]
    [InlineData("key:", "f.yaml:1:5: key: has no value. Give one or leave the key out.")]
    [InlineData("other: 1", "f.yaml:1:1: key: is missing and must be given.")]
    public void A_text_that_is_none(string yaml, string fault)
    {
        Read(yaml).Text("key", required: true).Should().BeNull();

        _faults.Should().Equal(fault);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("True")]
    [InlineData("1")]
    public void A_flag_is_true_or_false_and_nothing_else(string text)
    {
        Read($"key: {text}").Flag("key").Should().BeNull();

        _faults.Should().Equal($"f.yaml:1:6: key: '{text}' is not true or false.");
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("1,000")]
    [InlineData("1e3")]
    [InlineData("99999999999999999999")]
    public void A_whole_number_is_no_other(string text)
    {
        Read($"key: {text}").Integer("key").Should().BeNull();

        _faults.Should().ContainSingle().Which.Should().StartWith($"f.yaml:1:6: key: '{text}' is not a whole number");
    }

    [Fact]
    public void A_word_that_is_not_allowed_names_the_nearest()
    {
        Read("model: opne").OneOf("model", ["open", "closed"]).Should().BeNull();

        _faults.Should().Equal("f.yaml:1:8: model: 'opne' is not allowed here. Did you mean 'open'? Allowed: open, closed.");
    }

    [Fact]
    public void What_nobody_asked_for_is_unknown_and_all_faults_come_at_once()
    {
        var reader = Read("users: many\nhlod: 30s\nmap: {extra: 1}");
        reader.Integer("users");
        reader.Duration("hold");
        reader.Map("map")!.Done();
        reader.Done();

        _faults.Should().HaveCount(3);
        _faults[0].Should().StartWith("f.yaml:1:8: users: 'many' is not a whole number");
        _faults[1].Should().StartWith("f.yaml:3:7: map.extra: unknown key.");
        _faults[2].Should().StartWith("f.yaml:2:1: hlod: unknown key. Did you mean 'hold'?");
    }

    [Fact]
    public void A_key_twice_is_told_with_both_places()
    {
        Read("a: 1\nb: 2\na: 3");

        _faults.Should().Equal("f.yaml:3:1: a: the key stands here a second time; the first is at f.yaml:1:1. Keep one.");
    }

    [Fact]
    public void Items_are_named_by_id_or_name_or_number()
    {
        var reader = Read("rows: [{id: one}, {name: two}, {x: 3}, four]");
        var items = reader.List("rows").Select((node, i) => reader.Item("rows", i, node)?.Path).ToList();

        items.Should().Equal("rows.one", "rows.two", "rows[2]", null);
        _faults.Should().ContainSingle().Which.Should().Contain("rows[3]: must be a mapping (key: value), not");
    }

    private YamlReader Read(string yaml) => new(YamlDocument.Parse(yaml, "f.yaml"), "", _faults);
}
