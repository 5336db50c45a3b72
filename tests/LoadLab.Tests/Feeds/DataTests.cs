using LoadLab.Sdk.Feeds;
using LoadLab.Sdk;
using LoadLab.Tests.Sdk;

namespace LoadLab.Tests.Feeds;

/// <summary>Files of data: what is read, and every fault at once with its line.</summary>
public sealed class DataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loadlab-feeds-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Csv_is_read_with_quotes_line_breaks_and_names_of_any_style()
    {
        var users = Data.LoadCsv<User>(Write("user_name,Age,Is Admin\nanna,31,true\n\"b, \"\"bob\"\"\nor so\",42,false\n"));

        users.Should().Equal(new User("anna", 31, true), new User("b, \"bob\"\nor so", 42, false));
    }

    [Fact]
    public void Csv_without_a_type_is_columns_to_text()
    {
        var rows = Data.LoadCsv(Write("a;b\n1;x\n2;\n"), ";");

        rows.Select(row => (row["a"], row["B"])).Should().Equal(("1", "x"), ("2", ""));
    }

    [Fact]
    public void Every_fault_of_a_csv_is_told_with_its_line()
    {
        var path = Write("UserName,Age,IsAdmin\nanna,x,true\nbob,42\ncarl,12,maybe\nda\"na,1,true\n");

        FluentActions.Invoking(() => Data.LoadCsv<User>(path)).Should().Throw<InvalidDataException>().Which.Message.Split(Environment.NewLine).Should().Equal(
            $"{path}, line 2: 'x' in column 'Age' is no whole number.",
            $"{path}, line 3: it has 2 fields, and the header 3.",
            $"{path}, line 4: 'maybe' in column 'IsAdmin' is no true or false.",
            $"{path}, line 5: a quote stands where none can be. Put the whole field into quotes, and double those in it.");
    }

    [Theory]
    [InlineData("", "it is empty. The first line names the columns.")]
    [InlineData("UserName,Age,IsAdmin\n", "it has no items.")]
    [InlineData("UserName,Old,IsAdmin\nanna,1,true\n", "line 1: there is no column 'Age'. It has: UserName, Old, IsAdmin.")]
    [InlineData("UserName,Age,Age,IsAdmin\nanna,1,1,true\n", "line 1: the column 'age' is there twice.")]
    public void A_csv_that_cannot_be_a_feed_is_told(string text, string fault) =>
        FluentActions.Invoking(() => Data.LoadCsv<User>(Write(text))).Should().Throw<InvalidDataException>().Which.Message.Should().EndWith(fault);

    [Fact]
    public void Json_lines_are_read_and_every_fault_is_told_with_its_line()
    {
        Data.LoadJsonLines<User>(Write("{\"userName\":\"anna\",\"age\":31,\"isAdmin\":true}\n\n{\"userName\":\"bob\",\"age\":1,\"isAdmin\":false}")).Should().Equal(new User("anna", 31, true), new User("bob", 1, false));

        var path = Write("{\"userName\":\"anna\",\"age\":\"x\"}\nnull\n{\"userName\":\"bob\",\"age\":1,\"isAdmin\":false}\n{\n");
        var faults = FluentActions.Invoking(() => Data.LoadJsonLines<User>(path)).Should().Throw<InvalidDataException>().Which.Message.Split(Environment.NewLine);
        faults.Should().HaveCount(3);
        faults[0].Should().StartWith($"{path}, line 1: The JSON value could not be converted");
        faults[1].Should().Be($"{path}, line 2: null is no item.");
        faults[2].Should().StartWith($"{path}, line 4: ");
    }

    [Fact]
    public void A_member_that_a_line_of_JSON_lacks_is_told_and_is_not_null_in_every_item()
    {
        var read = () => Data.LoadJsonLines<User>(Write("{\"userName\":\"anna\",\"age\":31,\"isAdmin\":true}\n{\"username\":\"bob\",\"age\":1}\n{\"user_name\":\"cid\",\"age\":1,\"isAdmin\":true}\n{\"userName\":null,\"age\":1,\"isAdmin\":true}"));

        var faults = read.Should().Throw<InvalidDataException>().Which.Message.Split(Environment.NewLine);
        faults.Should().HaveCount(3);
        faults[0].Should().Contain("line 2: ").And.Contain("isAdmin");
        faults[1].Should().Contain("line 3: ").And.Contain("userName");
        faults[2].Should().Contain("line 4: ").And.Contain("userName");
        Data.LoadJsonLines<User>(Write("{\"age\":1}"), System.Text.Json.JsonSerializerOptions.Web).Should().Equal([new User(null!, 1, false)], "who gives options has them");
    }

    [Fact]
    public void Bounds_are_told_with_what_to_do()
    {
        var path = Write("n\n" + string.Concat(Enumerable.Range(0, 50).Select(n => $"{n}\n")));

        FluentActions.Invoking(() => Data.LoadCsv(path, limits: new DataLimits { MaxItems = 10 })).Should().Throw<InvalidDataException>()
            .WithMessage($"{path}: it has more than 10 items. Give fewer, or DataLimits {{ MaxItems = … }}: all stand in memory.");
        FluentActions.Invoking(() => Data.LoadCsv(path, limits: new DataLimits { MaxBytes = 10 })).Should().Throw<InvalidDataException>().WithMessage($"{path}: it has 142 bytes, and 10 are allowed.*");
        FluentActions.Invoking(() => Data.LoadCsv(path + "x")).Should().Throw<InvalidDataException>().WithMessage($"{path}x: there is no such file.*");
        File.WriteAllBytes(path, [(byte)'n', 10, 0xFF, 0xFE, 10]);
        FluentActions.Invoking(() => Data.LoadCsv(path)).Should().Throw<InvalidDataException>().WithMessage($"{path}: it is not UTF-8. Save it as UTF-8.");
    }

    [Fact]
    public void Many_faults_are_counted_and_the_first_are_told()
    {
        var path = Write("UserName,Age,IsAdmin\n" + string.Concat(Enumerable.Range(0, 1_500).Select(_ => "a,x,true\n")));

        FluentActions.Invoking(() => Data.LoadCsv<User>(path)).Should().Throw<InvalidDataException>().Which.Message.Split(Environment.NewLine).Should().HaveCount(21).And.HaveElementAt(20, "and 1,480 more");
    }

    [Theory]
    [InlineData(0, 1, new[] { "a", "b", "c", "d", "e" })]
    [InlineData(0, 2, new[] { "a", "c", "e" })]
    [InlineData(1, 2, new[] { "b", "d" })]
    public void Once_gives_each_item_once_over_all_shards_and_then_ends(int shard, int count, string[] expected)
    {
        var feed = DataFeed.Once(["a", "b", "c", "d", "e"], "letters.csv");
        var context = new SdkContext { ShardIndex = shard, ShardCount = count };

        expected.Select(_ => feed.GetNextItem(context)).Should().Equal(expected);
        for (var i = 0; i < 3; i++)
        {
            FluentActions.Invoking(() => feed.GetNextItem(context)).Should().Throw<DataFeedEndedException>().WithMessage("all 5 items of the data feed 'letters.csv' are used*");
        }
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder, "data.txt");
        File.WriteAllText(path, text);
        return path;
    }

    public sealed record User(string UserName, int Age, bool IsAdmin);
}
