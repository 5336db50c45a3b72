using System.Text;
using LoadLab.Core;
using LoadLab.Core.Yaml;

namespace LoadLab.Tests.Core.Yaml;

/// <summary>What YAML's versions read in different ways, and what LoadLab says to each.</summary>
public sealed class YamlDialectTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("loadlab-yaml-").FullName, "f.yaml");
    private readonly List<string> _faults = [];

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Theory]
    [InlineData("key: !!python/object:os.system x", "f.yaml:1:6: not well-formed YAML: the tag 'tag:yaml.org,2002:python/object:os.system' is not known here, and no other is. Leave it out; a value of the environment is ${NAME}")]
    [InlineData("key: !secret x", "f.yaml:1:6: not well-formed YAML: the tag '!secret' is not known here, and no other is. Leave it out; a value of the environment is ${NAME}")]
    [InlineData("!x key: y", "f.yaml:1:1: not well-formed YAML: the tag '!x' is not known here, and no other is. Leave it out; a value of the environment is ${NAME}")]
    [InlineData("a: &a key\n*a : b", "f.yaml:2:1: not well-formed YAML: a key is a text, not an alias; write it out")]
    [InlineData("? [a]\n: b", "f.yaml:1:3: not well-formed YAML: a key is a text, not a list; write it out")]
    [InlineData("? {a: b}\n: b", "f.yaml:1:3: not well-formed YAML: a key is a text, not a mapping; write it out")]
    [InlineData("key: *none", "f.yaml:1:6: not well-formed YAML: '*none' stands for nothing before it")]
    [InlineData("key: a\n---\nkey: b", "f.yaml:2:1: a second document starts here; one file holds one document.")]
    [InlineData("- a", "f.yaml:1:1: the file must hold a mapping (key: value), not a list.")]
    [InlineData("key:value", "f.yaml:1:1: the file must hold a mapping (key: value), not 'key:value'.")]
    [InlineData("", "f.yaml: the file must hold a mapping (key: value), not nothing.")]
    public void What_cannot_be_read_is_told_with_its_place(string yaml, string fault) =>
        FluentActions.Invoking(() => YamlDocument.Parse(yaml, "f.yaml")).Should().Throw<LoadLabException>().WithMessage(fault);

    [Theory]
    [InlineData("key:\n\tinner: x")]
    [InlineData("key: 'a")]
    [InlineData("key: @x")]
    [InlineData("key: {a: b")]
    public void What_is_no_YAML_says_where(string yaml) =>
        FluentActions.Invoking(() => YamlDocument.Parse(yaml, "f.yaml")).Should().Throw<LoadLabException>().WithMessage("f.yaml:*: not well-formed YAML: *");

    [Theory]
    [InlineData("\ufeffkey: x")]
    [InlineData("key: x\r\n")]
    [InlineData("%YAML 1.2\n---\nkey: x\n...\n")]
    [InlineData("&k key: x")]
    [InlineData("? key\n: x")]
    [InlineData("a: &a x\nkey: *a")]
    [InlineData("&k x: y\nkey: *k")]
    public void What_is_YAML_all_the_same_is_read(string yaml)
    {
        File.WriteAllText(_file, yaml);

        new YamlReader(YamlDocument.Load(_file), "", _faults).Text("key").Should().Be("x");
        _faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("no", "no")]
    [InlineData("1:30", "1:30")]
    [InlineData("0777", "0777")]
    [InlineData("2026-11-01", "2026-11-01")]
    [InlineData("0x10", "0x10")]
    [InlineData("\"<<\"", "<<")]
    public void A_text_is_as_it_was_written(string yaml, string text) => Read("key: " + yaml).Text("key").Should().Be(text);

    [Theory]
    [InlineData("0777")]
    [InlineData("-012")]
    [InlineData("0o17")]
    [InlineData("0x1F")]
    [InlineData("1:30")]
    [InlineData("1e3")]
    [InlineData("1.0")]
    [InlineData(".inf")]
    [InlineData("٣")]
    public void What_is_a_whole_number_to_some_is_none(string text)
    {
        Read("key: " + text).Integer("key").Should().BeNull();

        _faults.Should().Equal($"f.yaml:1:6: key: '{text}' is not a whole number such as 1000.");
    }

    [Theory]
    [InlineData(".inf")]
    [InlineData("-.inf")]
    [InlineData(".nan")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("1,5")]
    [InlineData("1_000.5")]
    public void What_is_no_finite_number_is_none(string text)
    {
        Read("key: " + text).Number("key").Should().BeNull();

        _faults.Should().Equal($"f.yaml:1:6: key: '{text}' is not a number such as 1 or 0.5.");
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("+5", 5)]
    [InlineData("1_000", 1000)]
    public void What_is_a_whole_number_to_all_is_one(string text, long value) => Read("key: " + text).Integer("key").Should().Be(value);

    [Fact]
    public void Merge_keys_are_told_as_that_and_not_as_unknown()
    {
        var reader = Read("common: &a {x: 1}\nfree:\n  <<: *a\n  y: 2\n<<: *a");
        reader.Node("common");
        reader.FreeTexts("free").Should().ContainSingle();
        reader.Done();

        const string Why = "merge keys are not read: YAML 1.2 has none. Write the keys out, or let one key have the whole mapping, as in 'redis: *common'.";
        _faults.Should().Equal($"f.yaml:5:1: <<: {Why}", $"f.yaml:3:3: free.<<: {Why}");
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_told_with_their_line()
    {
        File.WriteAllBytes(_file, [.. "a: b\nkey: Zo"u8, 0xeb, .. "\n"u8]);

        FluentActions.Invoking(() => YamlDocument.Load(_file)).Should().Throw<LoadLabException>().WithMessage($"{_file}: is not UTF-8: line 2 has byte 0xeb.");
    }

    [Fact]
    public void UTF_16_with_its_mark_is_read()
    {
        File.WriteAllText(_file, "key: ë", Encoding.Unicode);

        new YamlReader(YamlDocument.Load(_file), "", _faults).Text("key").Should().Be("ë");
    }

    [Fact]
    public void Sixty_thousand_keys_are_looked_up_in_one_pass_each()
    {
        // Counted, not timed: 60,000 lookups by name, which walked over all entries before, took 20 s; a table of names takes none of it.
        var map = YamlDocument.Parse("free:\n" + string.Join('\n', Enumerable.Range(0, 60_000).Select(at => $"  k{at}: v{at}")), "f.yaml");
        var walked = new CountedEntries(((YamlMap)map.Entries[0].Value).Entries);
        var reader = new YamlReader(map.With("free", "f.yaml", new YamlMap("f.yaml", walked)), "", _faults);

        reader.FreeTexts("free").Should().HaveCount(60_000);

        walked.Walked.Should().BeLessThan(10 * 60_000);
    }

    private YamlReader Read(string yaml) => new(YamlDocument.Parse(yaml, "f.yaml"), "", _faults);

    /// <summary>Entries that count how many of them were looked at.</summary>
    private sealed class CountedEntries(IReadOnlyList<YamlEntry> inner) : IReadOnlyList<YamlEntry>
    {
        public long Walked { get; private set; }

        public int Count => inner.Count;

        public YamlEntry this[int index]
        {
            get
            {
                Walked++;
                return inner[index];
            }
        }

        public IEnumerator<YamlEntry> GetEnumerator()
        {
            foreach (var entry in inner)
            {
                Walked++;
                yield return entry;
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
