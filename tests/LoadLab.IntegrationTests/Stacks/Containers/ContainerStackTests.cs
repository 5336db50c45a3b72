using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Docker.DotNet.Models;
using LoadLab.Core;
using LoadLab.Core.Measurement;
using LoadLab.Core.Runs;
using LoadLab.IntegrationTests.Mails;
using LoadLab.IntegrationTests.Stacks.Contract;
using LoadLab.Stacks.Containers;
using LoadLab.Stacks.Machine;

namespace LoadLab.IntegrationTests.Stacks.Containers;

/// <summary>The contract of stacks and what can go wrong, against a real Docker engine.</summary>
[Collection(ContainerEngine.Name)]
public sealed class ContainerStackTests
{
    [DockerFact]
    public async Task Comes_up_answers_and_leaves_nothing()
    {
        var volumes = await ContainerTestStack.DanglingVolumesAsync();
        var stack = await ContainerTestStack.StartAsync(StackContract.WithSettings(ContainerTestStack.Plan with { Nice = 5 }));
        try
        {
            await StackContract.AnswersAsync(stack, "containers");
            await StackContract.GivesTheApiNoMoreThanItNeedsAsync(stack);
            stack.Processes.Keys.Should().Equal(TestStack.AndMail("api", "postgres", "redis"));
            stack.Fingerprint["network.path"].Should().Be("loopback");
            stack.Fingerprint["stack.nice"].Should().Be("none");
            stack.Fingerprint["image.postgres"].Should().Be("loadlab-test/postgres:local");
            stack.Fingerprint["image.postgres.id"].Should().StartWith("sha256:");
            stack.Fingerprint.Should().ContainKeys("docker.version", "image.api", "limit.api");
        }
        finally
        {
            await stack.DisposeAsync();
            await stack.DisposeAsync();
        }

        (await ContainerTestStack.LeftOfAsync(stack.Name)).Should().BeEmpty();
        (await ContainerTestStack.DanglingVolumesAsync()).Except(volumes).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Two_at_once_on_a_bridge_do_not_see_each_other_and_obey_their_limits()
    {
        var plan = ContainerTestStack.Plan with
        {
            Network = "bridge",
            Limits = new Dictionary<string, ResourceLimit> { ["postgres"] = new(0.5, 512L << 20) },
        };
        var both = await Task.WhenAll(ContainerTestStack.StartAsync(plan), ContainerTestStack.StartAsync(plan));
        await using (var first = both[0])
        await using (var second = both[1])
        {
            await StackContract.AreApartAsync(first, second);
            first.Fingerprint["network.path"].Should().Be("docker-proxy");
            first.Fingerprint["postgres.fsync"].Should().Be("on", "the module's own command would switch it off");
            first.Fingerprint["limit.postgres"].Should().Be("0.5 cpus, 512 MiB");
            using var engine = await DockerEngine.ConnectAsync(ContainerTestStack.Endpoint(), CancellationToken.None);
            foreach (var container in await ContainerOwner.ListAsync(engine.Client, $"{ContainerOwner.StackLabel}={first.Name}", CancellationToken.None))
            {
                var host = (await engine.Client.Containers.InspectContainerAsync(container.ID)).HostConfig;
                host!.PortBindings!.Values.SelectMany(bindings => bindings).Should().OnlyContain(binding => binding.HostIP == "127.0.0.1");
                (host.NanoCPUs, host.Memory).Should().Be(container.Image.Contains("postgres", StringComparison.Ordinal) ? (500_000_000, 512L << 20) : (0, 0));
            }
        }

        (await ContainerTestStack.LeftOfAsync(both[0].Name)).Should().BeEmpty();
        (await ContainerTestStack.LeftOfAsync(both[1].Name)).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Can_be_broken_and_mended_and_a_part_that_ends_by_itself_is_found_with_its_log()
    {
        await using var stack = await ContainerTestStack.StartAsync();

        await StackContract.CanBeBrokenAndMendedAsync(stack);
        Native.Signal(stack.Processes["redis"], UnixSignal.Term);

        (await TestStack.Eventually(() => stack.FindDead().Count > 0)).Should().BeTrue();
        stack.FindDead().Should().ContainKey("redis").WhoseValue.Should().Contain("Redis is now ready to exit");
    }

    [DockerFact]
    public async Task A_separate_worker_is_a_part_of_its_own()
    {
        await using var stack = await ContainerTestStack.StartAsync(ContainerTestStack.Plan with { SeparateWorker = true });

        stack.Control!.Roles.Should().Equal(TestStack.AndMail("api", "postgres", "redis", "worker"));
        var before = stack.Processes["worker"];
        await stack.Control.StopAsync("worker", CancellationToken.None);
        await stack.Control.StartAsync("worker", CancellationToken.None);

        stack.Processes["worker"].Should().NotBe(before);
        stack.FindDead().Should().BeEmpty();
    }

    [DockerSmtpFact]
    public async Task Mail_goes_to_a_container_of_its_own_on_both_networks()
    {
        foreach (var network in (string[])["host", "bridge"])
        {
            await using var stack = await ContainerTestStack.StartAsync(ContainerTestStack.Plan with { Network = network });
            using var client = new HttpClient { BaseAddress = stack.BaseAddress };

            stack.Fingerprint["smtp.server"].Should().StartWith("Python SMTP ");
            stack.Fingerprint["image.smtp"].Should().Be(ContainerTestStack.Smtp);
            stack.Probes.Should().BeEmpty();
            await EnrolAsync(client);
            (await TestStack.Eventually(() => client.GetStringAsync(new Uri("/metrics", UriKind.Relative)).GetAwaiter().GetResult().Contains("\nlms_mails_sent_total 1\n", StringComparison.Ordinal))).Should().BeTrue();
        }
    }

    [DockerFact]
    public async Task Without_an_image_for_mail_it_comes_up_and_says_so()
    {
        var images = ContainerTestStack.Plan.Images.ToDictionary();
        images["smtp"] = "127.0.0.1:1/smtp:1";

        await using var stack = await ContainerTestStack.StartAsync(ContainerTestStack.Plan with { Images = images });

        stack.Processes.Keys.Should().Equal("api", "postgres", "redis");
        stack.Fingerprint["smtp.server"].Should().Be("none");
        var finding = (await stack.Probes.Should().ContainSingle().Subject.SummarizeAsync(CancellationToken.None)).Findings.Should().ContainSingle().Subject;
        finding.Check.Should().Be(MeasureNames.EmailDeliveryTime);
        finding.Seen.Should().StartWith("this stack had no mail server: Stack 'containers': the image '127.0.0.1:1/smtp:1' is not on this machine and cannot be pulled: ");
        finding.Advice.Should().Contain("infra/images/build-local.sh smtp");
    }

    [DockerFact]
    public async Task After_kill_9_of_the_owner_nothing_is_left()
    {
        using var owner = Process.Start(new ProcessStartInfo(TestStack.Dotnet, [TestStack.Assembly, "container-owner", DockerFactAttribute.Host!]) { RedirectStandardOutput = true })!;
        var name = (await owner.StandardOutput.ReadLineAsync())!;
        (await ContainerTestStack.LeftOfAsync(name)).Should().HaveCount(TestStack.AndMail("api", "postgres", "redis").Count);

        owner.Kill();
        await owner.WaitForExitAsync();

        // The watchdog is at work as well; a sweep alone must be enough, and both at once must not be in each other's way.
        using var engine = await DockerEngine.ConnectAsync(ContainerTestStack.Endpoint(), CancellationToken.None);
        await ContainerOwner.SweepAsync(engine.Client, CancellationToken.None);
        (await TestStack.Eventually(() => ContainerTestStack.LeftOfAsync(name).GetAwaiter().GetResult().Count == 0)).Should().BeTrue();
    }

    [DockerFact]
    public async Task A_sweep_leaves_the_stacks_of_the_living_alone()
    {
        await using var stack = await ContainerTestStack.StartAsync();
        using var engine = await DockerEngine.ConnectAsync(ContainerTestStack.Endpoint(), CancellationToken.None);

        await ContainerOwner.SweepAsync(engine.Client, CancellationToken.None);

        (await ContainerTestStack.LeftOfAsync(stack.Name)).Should().HaveCount(TestStack.AndMail("api", "postgres", "redis").Count);
    }

    [DockerFact]
    public async Task Killing_the_provider_ends_a_start_in_the_middle()
    {
        var provider = ContainerTestStack.Provider();
        var lines = new List<string>();

        var start = () => provider.StartAsync(ContainerTestStack.Plan, 1, new Lines(lines, provider.KillNow), CancellationToken.None);

        await start.Should().ThrowAsync<Exception>();
        (await ContainerTestStack.LeftOfAsync(lines[0].Split(' ')[^1])).Should().BeEmpty();
    }

    [DockerFact]
    public async Task Settings_that_servers_refuse_are_told_at_once_with_their_logs()
    {
        var plan = ContainerTestStack.Plan with
        {
            Postgres = new Dictionary<string, string> { ["wal_level"] = "sometimes" },
            Redis = new Dictionary<string, string> { ["maxmemory-policy"] = "forgetful" },
        };

        var start = () => ContainerTestStack.StartAsync(plan);

        var fault = (await start.Should().ThrowAsync<LoadLabException>()).Which;
        fault.ExitCode.Should().Be(ExitCode.BadConfiguration);
        fault.Faults.Should().HaveCount(2)
            .And.Contain(text => text.Contains("invalid value for parameter \"wal_level\": \"sometimes\"", StringComparison.Ordinal))
            .And.Contain(text => text.Contains("forgetful", StringComparison.Ordinal));
    }

    [DockerFact]
    public async Task An_image_without_pg_stat_statements_comes_up_without_it_and_says_so()
    {
        var images = ContainerTestStack.Plan.Images.ToDictionary();
        images["postgres"] = await ContainerTestStack.BuildPostgresWithoutStatementStatisticsAsync();
        var told = new Told();

        await using var stack = await ContainerTestStack.StartAsync(ContainerTestStack.Plan with { Images = images }, told);

        told.Lines.Should().ContainSingle(line => line == $"{images["postgres"]} has no pg_stat_statements: the report will not name statements");
        stack.FindDead().Should().BeEmpty("the first try was taken away");
        using var client = new HttpClient();
        (await client.GetAsync(new Uri(stack.BaseAddress, "health/ready"))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [DockerFact]
    public async Task A_fixed_port_that_is_taken_is_a_clear_fault()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var start = () => ContainerTestStack.StartAsync(ContainerTestStack.Plan with { Redis = new Dictionary<string, string> { ["port"] = port } });

        (await start.Should().ThrowAsync<LoadLabException>()).Which.Message.Should().Contain($"Stack 'containers', redis: port {port} on 127.0.0.1 is taken.");
    }

    [DockerFact]
    public async Task Too_little_memory_is_a_clear_fault()
    {
        var plan = ContainerTestStack.Plan with { Limits = new Dictionary<string, ResourceLimit> { ["api"] = new(null, 16L << 20) } };

        var start = () => ContainerTestStack.StartAsync(plan);

        var fault = (await start.Should().ThrowAsync<LoadLabException>()).Which;
        fault.Message.Should().Contain("api: it used more memory than it may, and was killed for it before it was ready.");
        fault.Hint.Should().Contain("stack.limits.api.memory");
    }

    [DockerFact]
    public async Task An_image_that_is_missing_and_cannot_be_pulled_says_how_to_get_it()
    {
        var plan = ContainerTestStack.Plan with { Images = new Dictionary<string, string> { ["postgres"] = "127.0.0.1:1/postgres:17", ["redis"] = "loadlab-test/redis:local", ["api"] = "loadlab/none:1" } };

        var start = () => ContainerTestStack.StartAsync(plan);

        var fault = (await start.Should().ThrowAsync<LoadLabException>()).Which;
        fault.Message.Should().StartWith("Stack 'containers': the image '127.0.0.1:1/postgres:17' is not on this machine and cannot be pulled: ");
        fault.Hint.Should().Contain("infra/images/build-local.sh");
        (await ContainerTestStack.Provider().FindObstaclesAsync(plan with { Kind = "auto" }, CancellationToken.None)).Should().HaveCount(2)
            .And.Contain(text => text.StartsWith("the image '127.0.0.1:1/postgres:17' is not there. Get it", StringComparison.Ordinal))
            .And.Contain(text => text.StartsWith("the image 'loadlab/none:1' of the reference LMS is not there. Build it", StringComparison.Ordinal));
    }

    [DockerFact]
    public async Task An_image_of_another_architecture_is_an_obstacle()
    {
        using var engine = await DockerEngine.ConnectAsync(ContainerTestStack.Endpoint(), CancellationToken.None);
        using var other = engine with { Version = new VersionResponse { Arch = "s390x" } };

        var faults = await ContainerImages.FindFaultsAsync(other, ContainerTestStack.Plan, mayPull: true, CancellationToken.None);

        faults.Should().HaveCount(3).And.Contain($"the image 'loadlab-test/redis:local' is for {engine.Version.Arch}, and this engine runs s390x. Pull it for this one: docker pull --platform linux/s390x loadlab-test/redis:local");
    }

    private static async Task EnrolAsync(HttpClient client)
    {
        using var login = await client.PostAsJsonAsync("/api/auth/login", new { email = "student00001@lms.example", password = "password-01" });
        var token = JsonDocument.Parse(await login.Content.ReadAsStringAsync()).RootElement.GetProperty("token").GetString()!;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        for (var course = 1; course <= 5; course++)
        {
            using var answer = await client.PostAsync(new Uri(FormattableString.Invariant($"/api/courses/{course}/enrolments"), UriKind.Relative), null);
            if (answer.StatusCode == HttpStatusCode.Created)
                return;
        }

        throw new InvalidOperationException("The student is in all courses already.");
    }

    private sealed class Told : IProgress<string>
    {
        public List<string> Lines { get; } = [];

        public void Report(string value)
        {
            lock (Lines)
                Lines.Add(value);
        }
    }

    private sealed class Lines(List<string> lines, Action onFirst) : IProgress<string>
    {
        public void Report(string value)
        {
            if (!value.StartsWith("starting", StringComparison.Ordinal))
                return;
            lines.Add(value);
            onFirst();
        }
    }
}
