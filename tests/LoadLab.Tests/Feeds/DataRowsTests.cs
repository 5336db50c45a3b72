using System.Globalization;
using LoadLab.Sdk;
using LoadLab.Sdk.Feeds;
using LoadLab.Tests.Sdk;

namespace LoadLab.Tests.Feeds;

/// <summary>Rows that stay in their file: the same as those that are loaded, and hardly any memory.</summary>
[Collection(MemoryAlone.Name)]
public sealed class DataRowsTests : IDisposable
{
    private const int Many = 1_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("loadlab-rows-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("\n", true)]
    [InlineData("\r\n", true)]
    [InlineData("\r\n", false)]
    public void Rows_of_a_csv_are_those_that_are_loaded_in_any_order_and_at_the_same_time(string lineBreak, bool endsWithOne)
    {
        var text = "\uFEFFUser_Name,Age,Is Admin\n\nanna,31,true\n\"b, \"\"bob\"\"\nor so\",42,false\n\n , 5 ,true\n\"\",6,false\n"
            + string.Concat(Enumerable.Range(0, 100).Select(n => $"\"u\nö{n}\",{n},true\n{(n % 7 == 0 ? "\n" : "")}")) + "last,7,false" + (endsWithOne ? "\n" : "");
        var path = Write(text.Replace("\n", lineBreak, StringComparison.Ordinal));
        var loaded = Data.LoadCsv<User>(path);

        using var rows = Data.OpenCsv<User>(path);
        using var columns = Data.OpenCsv(path);

        rows.Should().Equal(loaded).And.HaveCount(105);
        Enumerable.Range(0, loaded.Count).Reverse().Select(index => rows[index]).Should().Equal(loaded.Reverse());
        Enumerable.Range(0, 2_000).AsParallel().Select(n => rows[n % loaded.Count] == loaded[n % loaded.Count]).Should().NotContain(false);
        columns.Select(row => row["user_name"]).Should().Equal(loaded.Select(user => user.UserName));
        FluentActions.Invoking(() => rows[loaded.Count]).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Json_lines_are_those_that_are_loaded()
    {
        var path = Write(string.Concat(Enumerable.Range(0, 100).Select(n => $"{{\"userName\":\"ü \\\"{n}\\n\",\"age\":{n},\"isAdmin\":true}}\n{(n % 5 == 0 ? " \t\n\n" : "")}")));

        using var rows = Data.OpenJsonLines<User>(path);

        rows.Should().Equal(Data.LoadJsonLines<User>(path)).And.HaveCount(100);
    }

    [Fact]
    public void Every_fault_is_told_at_once_as_when_it_is_loaded()
    {
        foreach (var text in new[] { "UserName,Age,IsAdmin\nanna,x,true\nbob,42\ncarl,12,maybe\nda\"na,1,true\n", "", "UserName,Age,IsAdmin\n", "UserName,Old,IsAdmin\nanna,1,true\n", "UserName,Age,IsAdmin\n\"anna,1,true\n" })
        {
            var path = Write(text);
            var told = FluentActions.Invoking(() => Data.LoadCsv<User>(path)).Should().Throw<InvalidDataException>().Which.Message;

            FluentActions.Invoking(() => Data.OpenCsv<User>(path)).Should().Throw<InvalidDataException>().WithMessage(told);
        }

        var lines = Write("{\"userName\":\"anna\",\"age\":\"x\"}\nnull\n{\n");
        FluentActions.Invoking(() => Data.OpenJsonLines<User>(lines)).Should().Throw<InvalidDataException>().Which.Message.Split(Environment.NewLine).Should().HaveCount(3);
    }

    [Fact]
    public void A_million_rows_are_fed_from_bounded_memory_each_once_over_all_shards()
    {
        var path = Path.Combine(_folder, "many.csv");
        using (var file = new StreamWriter(path))
        {
            file.WriteLine("UserName,Age,IsAdmin");
            for (var n = 0; n < Many; n++)
            {
                file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"user {n},{n},true"));
            }
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var rows = Data.OpenCsv<User>(path);
        var shards = Enumerable.Range(0, 3).Select(shard => (Feed: DataFeed.Once(rows, "many.csv"), Context: new SdkContext { ShardIndex = shard, ShardCount = 3 })).ToList();
        var first = shards.Select(shard => shard.Feed.GetNextItem(shard.Context).Age).ToList();
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;

        rows.Count.Should().Be(Many);
        first.Should().Equal(0, 1, 2);
        held.Should().BeLessThan(4 * 1024 * 1024, "the file has {0:#,0} bytes", new FileInfo(path).Length);
        DataFeed.Circular(rows).GetNextItem(new SdkContext { IterationNumber = Many + 77_777L }).Should().Be(new User("user 77777", 77_777, true));
        DataFeed.Random(rows).GetNextItem(new SdkContext { IterationNumber = 5 }).Should().Be(DataFeed.Random(rows).GetNextItem(new SdkContext { IterationNumber = 5 }));
        DataFeed.Constant(rows).GetNextItem(new SdkContext()).Age.Should().Be(0);
    }

    [Fact]
    public void Once_ends_after_the_last_row()
    {
        using var rows = Data.OpenCsv<User>(Write("UserName,Age,IsAdmin\na,1,true\nb,2,true\n"));
        var feed = DataFeed.Once(rows, "two.csv");
        var context = new SdkContext();

        new[] { feed.GetNextItem(context).Age, feed.GetNextItem(context).Age }.Should().Equal(1, 2);
        FluentActions.Invoking(() => feed.GetNextItem(context)).Should().Throw<DataFeedEndedException>().WithMessage("all 2 items of the data feed 'two.csv' are used");
    }

    [Fact]
    public void A_file_that_is_changed_while_it_is_open_is_told_and_one_that_is_replaced_is_read_on()
    {
        var path = Write("UserName,Age,IsAdmin\na,1,true\nb,2,true\n");
        using var rows = Data.OpenCsv<User>(path);
        File.Move(Write("UserName,Age,IsAdmin\nz,9,true\n", "new.txt"), path, overwrite: true);
        rows[1].Should().Be(new User("b", 2, true));
        using var replaced = Data.OpenCsv<User>(path);

        File.AppendAllText(path, "y,8,true\n");

        FluentActions.Invoking(() => replaced[0]).Should().Throw<InvalidDataException>().WithMessage($"{path}: it has been changed since it was opened. Leave it alone while the load runs, or put a new file in its place.");
    }

    private string Write(string text, string name = "data.txt")
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public sealed record User(string UserName, int Age, bool IsAdmin);
}
