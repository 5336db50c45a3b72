using System.Text;
using LoadLab.Cli.Http;
using LoadLab.Core;
using LoadLab.Core.Runs;
using LoadLab.Sdk;

namespace LoadLab.Tests.Cli.Http;

public sealed class HttpPlannerTests
{
    private static readonly HttpArguments Plain = new() { Target = ["http://127.0.0.1:8080/a?b=c"] };

    [Fact]
    public void Without_options_50_users_for_10_seconds_after_one_of_warm_up()
    {
        var load = HttpPlanner.Plan(Plain);

        var phase = load.Plan.Phases.Should().ContainSingle().Subject;
        phase.Model.Should().Be(LoadModel.Closed);
        phase.Segments.Should().Equal(
            new LoadSegment(Simulation.KeepConstant(50, TimeSpan.FromSeconds(1)), Measured: false),
            new LoadSegment(Simulation.KeepConstant(50, TimeSpan.FromSeconds(10)), Measured: true));
        load.Target.Method.Should().Be("GET");
        load.Target.Address.PathAndQuery.Should().Be("/a?b=c");
        load.Percentiles.Should().Equal(50, 75, 90, 95, 99, 99.9);
    }

    [Fact]
    public void Lost_requests_are_resent_only_when_asked_for_and_only_idempotent_ones()
    {
        HttpPlanner.Plan(Plain).Target.Resend.Should().Be(ResendPolicy.Never);
        var load = HttpPlanner.Plan(Plain with { Resend = "idempotent" });
        load.Target.Resend.Should().Be(ResendPolicy.Idempotent);
        load.Plan.Phases[0].Resend.Should().Be(ResendPolicy.Idempotent);
        foreach (var (arguments, fault) in new[]
        {
            (Plain with { Resend = "always" }, "--resend 'always' is not known. Known: never, idempotent."),
            (Plain with { Resend = "idempotent", Target = ["POST", "http://127.0.0.1:8080/"] }, "--resend idempotent does not go with POST: sent twice it may act twice. It is for GET, HEAD, OPTIONS, TRACE, PUT and DELETE."),
            (Plain with { Resend = "idempotent", Http2 = true }, "--resend goes with HTTP/1.1. With --http2 the server says which requests it never took up, and only those are sent again."),
        })
        {
            FluentActions.Invoking(() => HttpPlanner.Plan(arguments)).Should().Throw<LoadLabException>().Which.Faults.Should().Equal(fault);
        }
    }

    [Theory]
    [InlineData("500", 500)]
    [InlineData("500/s", 500)]
    [InlineData("30/m", 0.5)]
    public void A_rate_is_the_open_model(string rate, double perSecond)
    {
        var phase = HttpPlanner.Plan(Plain with { Rate = rate, Duration = "3s", WarmUp = "0" }).Plan.Phases[0];

        phase.Model.Should().Be(LoadModel.Open);
        phase.Segments.Should().Equal(new LoadSegment(Simulation.Inject(perSecond, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)), Measured: true));
        phase.MaxVirtualUsers.Should().Be((int)Math.Max(1000, perSecond * 10));
    }

    [Fact]
    public void Iterations_are_all_measured()
    {
        HttpPlanner.Plan(Plain with { Users = "5", Iterations = "100" }).Plan.Phases[0].Segments
            .Should().Equal(new LoadSegment(Simulation.IterationsForConstant(5, 100), Measured: true));
        HttpPlanner.Plan(Plain with { Rate = "5", Iterations = "100" }).Plan.Phases[0].Segments
            .Should().Equal(new LoadSegment(Simulation.IterationsForInject(5, TimeSpan.FromSeconds(1), 100), Measured: true));
    }

    [Fact]
    public void The_request_is_as_given_and_the_plan_keeps_no_secret()
    {
        var load = HttpPlanner.Plan(Plain with { Target = ["post", "http://ann:s3cret@127.0.0.1:8080/a?key=s3cret"], Headers = ["X-Key: s3cret"], Body = "s3cret" });

        Encoding.Latin1.GetString(load.Target.ToBytes()).Should().Be(
            "POST /a?key=s3cret HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: loadlab\r\nAccept: */*\r\nX-Key: s3cret\r\n"
            + "Authorization: Basic " + Convert.ToBase64String("ann:s3cret"u8) + "\r\nContent-Length: 6\r\n\r\ns3cret");
        load.Plan.Stack.External!.BaseUrl.Should().Be(new Uri("http://127.0.0.1:8080/a"));
        load.Plan.Settings["http.headers"].Should().Be("X-Key, Authorization");
        (load.Plan.Description + load.Plan.Stack.External.BaseUrl + string.Join(' ', load.Plan.Settings.Values)).Should().NotContain("s3cret");
    }

    [Fact]
    public void A_form_is_multipart_and_a_post()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "PDF");

        var target = HttpPlanner.Plan(Plain with { Form = ["title=a b", "file=@" + file] }).Target;
        File.Delete(file);

        var text = Encoding.UTF8.GetString(target.Body.Span).Replace(target.Headers[0].Value.Split('"')[1], "MARK", StringComparison.Ordinal);
        target.Method.Should().Be("POST");
        target.Headers[0].Value.Should().StartWith("multipart/form-data; boundary=");
        text.Should().Be(
            "--MARK\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\na b\r\n"
            + $"--MARK\r\nContent-Type: application/octet-stream\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{Path.GetFileName(file)}\"\r\n\r\nPDF\r\n--MARK--\r\n");
    }

    [Fact]
    public void User_cookies_and_compression_are_headers()
    {
        var load = HttpPlanner.Plan(Plain with { User = "ann:p:w", Cookies = ["a=1", "b=2"], Compressed = true, AssertStatus = "204", Limits = new Dictionary<string, string> { ["p99"] = "<200ms" } });

        load.Target.Headers.Select(header => $"{header.Key}: {header.Value}").Should().Equal(
            "Accept-Encoding: gzip, deflate, br", "Cookie: a=1; b=2", "Authorization: Basic " + Convert.ToBase64String("ann:p:w"u8));
        load.Target.Accepted!.Contains(200).Should().BeFalse();
        load.Plan.Settings["http.assert-status"].Should().Be("204");
        load.Plan.Limits.Should().Equal(new Dictionary<string, string> { ["p99"] = "<200ms" });
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "--rate 0", "--rate 0 is not above 0. Give the requests a second, for example 500." },
        { "--rate -1/s", "--rate -1/s is not above 0. Give the requests a second, for example 500." },
        { "--rate NaN", "--rate NaN is not above 0. Give the requests a second, for example 500." },
        { "--rate 1e9", "--rate 1e9 is above 1,000,000/s, the most that is accepted." },
        { "--rate many", "--rate 'many' is not a rate. Write 500, 500/s, 10/m or 0.2/s." },
        { "--users 0", "--users '0' is not a whole number from 1 to 1,000,000." },
        { "--users 5 --rate 5", "--users and --rate are both given: a number of users is the closed model, a rate the open one. Keep one." },
        { "--duration 0s", "--duration 0s is not above 0. Give it a length, for example 10s." },
        { "--duration 5", "--duration '5' is not a duration such as 600ms, 30s, 10m or 1h30m." },
        { "--iterations 5 --duration 5s", "--iterations and --duration are both given. Keep the one that ends the run." },
        { "--iterations 5 --warm-up 1s", "--warm-up does not go with --iterations: all of them are measured." },
        { "--iterations 0", "--iterations '0' is not a whole number from 1 to 4,611,686,018,427,387,903." },
        { "--timeout 0", "--timeout 0 is not above 0. Give it a length, for example 30s." },
        { "--arrivals poisson", "--arrivals goes with --rate: users start their next request themselves." },
        { "--rate 5 --arrivals odd", "--arrivals 'odd' is not known. Known: constant, poisson." },
        { "--rate 5 --max-users 0", "--max-users '0' is not a whole number from 1 to 1,000,000." },
        { "--max-users 5", "--max-users goes with --rate. Give --users for the number of users." },
        { "--percentiles 0", "--percentiles: '0' is not a percentile above 0 and up to 100. Write for example 50,90,99.9" },
        { "--seed x", "--seed 'x' is not a whole number." },
        { "-H nothing", "--header 'nothing' is not 'Name: value'. Write for example -H 'Accept: application/json'" },
        { "-H Content-Length:1", "--header 'Content-Length': LoadLab sets it from the body. Leave it out." },
        { "--body a --body-file b", "--body and --body-file are both given. Keep one." },
        { "--body a --form b=c", "--body and --form are both given. Keep one." },
        { "--form b", "--form '…' is not name=value or name=@file. Write for example --form title=Essay --form file=@essay.pdf" },
        { "--form b=@/nowhere/x", "--form 'b=@/nowhere/x' cannot be read: Could not find a part of the path '/nowhere/x'." },
        { "--cookie secret", "--cookie '…' is not name=value in printable ASCII. Write for example --cookie session=abc" },
        { "--cookie a=é", "--cookie 'a=…' is not name=value in printable ASCII. Write for example --cookie session=abc" },
        { "--cookie a=b -H Cookie:c=d", "--cookie and a header Cookie are both given. Keep one." },
        { "--user tester", "--user is not NAME:PASSWORD. Write for example --user 'tester:${PASSWORD}'" },
        { "--user a:b -H Authorization:x", "--user and a header Authorization are both given. Keep one." },
        { "--assert-status 2xx", "--assert-status '2xx' is not a list of statuses from 100 to 599. Write for example 200,201,204-206" },
        { "--p99 200ms", "--p99 '200ms' is not a limit. Write '<' or '<=' and a time above 0, for example --p99 '<200ms'" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_makes_no_sense_is_refused(string line, string fault)
    {
        var words = line.Split(' ');
        var values = words.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);

        var plan = () => HttpPlanner.Plan(Plain with
        {
            Rate = values.GetValueOrDefault("--rate"),
            Users = values.GetValueOrDefault("--users"),
            Duration = values.GetValueOrDefault("--duration"),
            Iterations = values.GetValueOrDefault("--iterations"),
            WarmUp = values.GetValueOrDefault("--warm-up"),
            Timeout = values.GetValueOrDefault("--timeout"),
            Arrivals = values.GetValueOrDefault("--arrivals"),
            MaxUsers = values.GetValueOrDefault("--max-users"),
            Percentiles = values.GetValueOrDefault("--percentiles"),
            Seed = values.GetValueOrDefault("--seed"),
            Headers = values.TryGetValue("-H", out var header) ? [header] : [],
            Body = values.GetValueOrDefault("--body"),
            BodyFile = values.GetValueOrDefault("--body-file"),
            Form = values.TryGetValue("--form", out var field) ? [field] : [],
            Cookies = values.TryGetValue("--cookie", out var cookie) ? [cookie] : [],
            User = values.GetValueOrDefault("--user"),
            AssertStatus = values.GetValueOrDefault("--assert-status"),
            Limits = values.TryGetValue("--p99", out var limit) ? new Dictionary<string, string> { ["p99"] = limit } : new Dictionary<string, string>(),
        });

        var thrown = plan.Should().Throw<LoadLabException>().Which;
        thrown.ExitCode.Should().Be(ExitCode.BadConfiguration);
        thrown.Faults.Should().Contain(fault);
    }

    [Theory]
    [InlineData("X-N: Zoë", "--header 'X-N': the value has a character that is not ASCII, and servers read the same bytes in different ways (RFC 9110, 5.5). Encode it as the server expects it, for example as %C3%AB.")]
    [InlineData("X-N: ✓", "--header 'X-N': the value has a character that is not ASCII, and servers read the same bytes in different ways (RFC 9110, 5.5). Encode it as the server expects it, for example as %C3%AB.")]
    [InlineData("X-N: a\r\nX-Other: b", "--header 'X-N': the value has a line break or another control character, which a header cannot carry.")]
    [InlineData("X-N: a\u0001b", "--header 'X-N': the value has a line break or another control character, which a header cannot carry.")]
    [InlineData("X-N: a\u007f", "--header 'X-N': the value has a line break or another control character, which a header cannot carry.")]
    [InlineData("X N: a", "--header 'X …' is not 'Name: value'. Write for example -H 'Accept: application/json'")]
    [InlineData("X-Ñ: a", "--header 'X-Ñ: …' is not 'Name: value'. Write for example -H 'Accept: application/json'")]
    [InlineData(": a", "--header ': …' is not 'Name: value'. Write for example -H 'Accept: application/json'")]
    [InlineData("content-length: 5", "--header 'content-length': LoadLab sets it from the body. Leave it out.")]
    [InlineData("Transfer-Encoding: chunked", "--header 'Transfer-Encoding': LoadLab sets it from the body. Leave it out.")]
    public void A_header_that_cannot_be_sent_as_it_is_is_refused(string header, string fault)
    {
        FluentActions.Invoking(() => HttpPlanner.Plan(Plain with { Headers = [header] })).Should().Throw<LoadLabException>().Which.Faults.Should().Equal(fault);
    }

    [Fact]
    public void A_request_has_one_host()
    {
        FluentActions.Invoking(() => HttpPlanner.Plan(Plain with { Headers = ["Host: a", "host: b"] })).Should().Throw<LoadLabException>()
            .Which.Faults.Should().Equal("--header 'Host' is given twice, and a request has one (RFC 9112, 3.2). Keep one.");
    }

    [Theory]
    [InlineData("127.0.0.1:8080/", "'127.0.0.1:8080/' is not an http or https address. Write http://host:port/path. Did you mean http://127.0.0.1:8080/?")]
    [InlineData("ftp://host/", "'ftp://host/' is not an http or https address. Write http://host:port/path.")]
    [InlineData("http://", "'http://' is not an http or https address. Write http://host:port/path.")]
    public void An_address_that_is_none_is_refused(string address, string fault)
    {
        var plan = () => HttpPlanner.Plan(Plain with { Target = [address] });

        plan.Should().Throw<LoadLabException>().Which.Faults.Should().Equal(fault);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var plan = () => HttpPlanner.Plan(new HttpArguments { Target = ["G T", "host"], Rate = "0", Duration = "0s", Seed = "x", Headers = ["a"] });

        plan.Should().Throw<LoadLabException>().Which.Faults.Should().HaveCount(6);
    }
}
