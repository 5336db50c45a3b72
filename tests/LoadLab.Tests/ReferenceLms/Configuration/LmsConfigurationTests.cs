using LoadLab.ReferenceLms.Configuration;
using Microsoft.Extensions.Configuration;

namespace LoadLab.Tests.ReferenceLms.Configuration;

public sealed class LmsConfigurationTests : IDisposable
{
    private readonly string _storage = Path.Combine(Path.GetTempPath(), "lms-configuration-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_storage))
        {
            Directory.Delete(_storage, recursive: true);
        }
    }

    [Fact]
    public void Connection_strings_alone_give_the_documented_defaults()
    {
        var options = Read(Good(), out var faults);

        faults.Should().BeEmpty();
        options.PoolSize.Should().Be(50);
        options.PasswordIterations.Should().Be(10_000);
        options.CacheTtl.Should().Be(TimeSpan.FromSeconds(30));
        options.Workers.Should().Be(2);
        options.Data.Should().Be(new DataOptions { Users = 5_000, Courses = 200, Enrolments = 100_000, Seed = 1 });
        options.StorageMaxBytes.Should().Be(1_073_741_824);
        options.Delay.Should().Be(TimeSpan.Zero);
        options.QueryDelay.Should().Be(TimeSpan.Zero);
        options.Smtp.Should().BeNull("no server is named, and no mail is sent");
    }

    [Fact]
    public void Each_setting_is_read_from_its_key()
    {
        var settings = Good();
        settings["Lms:Delay"] = "00:00:00.7000000";
        settings["Lms:Query:Delay"] = "00:00:00.0500000";
        settings["Lms:Pool:Size"] = "5";
        settings["Lms:Password:Iterations"] = "1000";
        settings["Lms:Cache:Ttl"] = "00:01:00";
        settings["Lms:Workers"] = "0";
        settings["Lms:Data:Users"] = "10";
        settings["Lms:Data:Courses"] = "20";
        settings["Lms:Data:Enrolments"] = "200";
        settings["Lms:Data:Seed"] = "-7";
        settings["Lms:Storage:MaxBytes"] = "5000000000";
        settings["ConnectionStrings:Smtp"] = "mail.example:2525";
        settings["Lms:Mail:Queue"] = "12";
        settings["Lms:Mail:Timeout"] = "00:00:03";
        settings["Lms:Mail:GiveUpAfter"] = "00:05:00";

        var options = Read(settings, out var faults);

        faults.Should().BeEmpty();
        options.Should().BeEquivalentTo(new LmsOptions
        {
            Postgres = settings["ConnectionStrings:Postgres"]!,
            Redis = settings["ConnectionStrings:Redis"]!,
            StoragePath = _storage,
            Delay = TimeSpan.FromMilliseconds(700),
            QueryDelay = TimeSpan.FromMilliseconds(50),
            PoolSize = 5,
            PasswordIterations = 1_000,
            CacheTtl = TimeSpan.FromMinutes(1),
            Workers = 0,
            Data = new DataOptions { Users = 10, Courses = 20, Enrolments = 200, Seed = -7 },
            StorageMaxBytes = 5_000_000_000,
            Smtp = new SmtpOptions { Host = "mail.example", Port = 2525, QueueSize = 12, Timeout = TimeSpan.FromSeconds(3), GiveUpAfter = TimeSpan.FromMinutes(5) },
        });
    }

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Redis"] = "127.0.0.1:6379",
            ["Lms:Storage:Path"] = _storage,
            ["Lms:Delay"] = "700ms",
            ["Lms:Pool:Size"] = "0",
            ["Lms:Pool:Szie"] = "5",
            ["Lms:Workers"] = "two",
            ["Lms:Data:Users"] = "2",
            ["Lms:Data:Courses"] = "3",
            ["Lms:Data:Enrolments"] = "7",
            ["urls"] = "127.0.0.1:80",
        };

        Read(settings, out var faults);

        faults.Should().BeEquivalentTo(
            "'Lms:Pool:Szie' is not a setting of the LMS. Known are: Lms:Delay, Lms:Query:Delay, Lms:Pool:Size, Lms:Password:Iterations, "
            + "Lms:Cache:Ttl, Lms:Workers, Lms:Data:Users, Lms:Data:Courses, Lms:Data:Enrolments, Lms:Data:Seed, Lms:Storage:Path, Lms:Storage:MaxBytes, "
            + "Lms:Mail:Queue, Lms:Mail:Timeout, Lms:Mail:GiveUpAfter.",
            "ConnectionStrings:Postgres is not set. Set the environment variable ConnectionStrings__Postgres, for example to "
            + "'Host=127.0.0.1;Port=5432;Username=lms;Database=lms'.",
            "Lms:Delay '700ms' is not a duration. Write hh:mm:ss.fff, for example 00:00:00.700 for 700 ms.",
            "Lms:Pool:Size is 0. It must lie from 1 to 1000.",
            "Lms:Workers 'two' is not a whole number.",
            "Lms:Data:Enrolments 7 is above Lms:Data:Users × Lms:Data:Courses = 6. A user can enrol in a course once: lower the enrolments, or raise users or courses.",
            "--urls '127.0.0.1:80' is not an address to listen on. It looks like 'http://127.0.0.1:8080'.");
    }

    [Theory]
    [InlineData("5", "Lms:Delay '5' is not a duration. Write hh:mm:ss.fff, for example 00:00:00.700 for 700 ms.")]
    [InlineData("00:02:00", "Lms:Delay is 00:02:00. It must lie from 00:00:00 to 00:01:00.")]
    [InlineData("-00:00:01", "Lms:Delay is -00:00:01. It must lie from 00:00:00 to 00:01:00.")]
    public void A_delay_that_nobody_can_mean_is_refused(string text, string fault)
    {
        var settings = Good();
        settings["Lms:Delay"] = text;

        Read(settings, out var faults);

        faults.Should().Equal(fault);
    }

    [Fact]
    public void A_connection_string_that_cannot_be_read_is_named_without_its_password()
    {
        var settings = Good();
        settings["ConnectionStrings:Postgres"] = "Host=127.0.0.1;Passwort=geheim";

        Read(settings, out var faults);

        faults.Should().ContainSingle().Which.Should().StartWith("ConnectionStrings:Postgres can't be read: ").And.NotContain("geheim");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:0")]
    [InlineData(":25")]
    [InlineData("smtp://127.0.0.1:25")]
    [InlineData("127.0.0.1:25/inbox")]
    public void A_mail_server_is_a_host_with_its_port(string text)
    {
        var settings = Good();
        settings["ConnectionStrings:Smtp"] = text;
        settings["Lms:Mail:Queue"] = "0";

        Read(settings, out var faults);

        faults.Should().BeEquivalentTo(
            "Lms:Mail:Queue is 0. It must lie from 1 to 1000000.",
            $"ConnectionStrings:Smtp '{text}' is not a server with its port. It looks like '127.0.0.1:25'; leave it away to send no mail.");
    }

    [Fact]
    public void A_storage_path_that_is_a_file_is_refused()
    {
        Directory.CreateDirectory(_storage);
        var file = Path.Combine(_storage, "file");
        File.WriteAllText(file, "");
        var settings = Good();
        settings["Lms:Storage:Path"] = file;

        Read(settings, out var faults);

        faults.Should().ContainSingle().Which.Should().StartWith($"Lms:Storage:Path '{file}' can't be written to: ");
    }

    private static LmsOptions Read(Dictionary<string, string?> settings, out IReadOnlyList<string> faults) =>
        LmsConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), out faults);

    private Dictionary<string, string?> Good() => new()
    {
        ["ConnectionStrings:Postgres"] = "Host=127.0.0.1;Username=lms;Database=lms",
        ["ConnectionStrings:Redis"] = "127.0.0.1:6379",
        ["Lms:Storage:Path"] = _storage,
    };
}
