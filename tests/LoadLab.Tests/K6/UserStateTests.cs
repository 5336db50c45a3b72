using System.Reflection;
using LoadLab.Core.Running;
using LoadLab.K6.Requests;
using LoadLab.K6.Scripts;
using LoadLab.K6.State;
using LoadLab.Sdk;
using LoadLab.Sdk.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace LoadLab.Tests.K6;

/// <summary>What a user waits for, and how it is cut off.</summary>
public sealed class UserStateTests : IDisposable
{
    private readonly ScriptFolder _folder = new("export default () => {};");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Work_that_has_ended_is_kept_no_longer()
    {
        var user = User();
        var loop = new EventLoop();
        var done = 0;
        for (var i = 0; i < 100; i++)
        {
            loop.Await(user, Task.FromResult(i), _ => done++);
            while (loop.RunNext(user))
            {
            }
        }

        done.Should().Be(100);
        loop.InFlight.Should().Be(0);
    }

    /// <summary>A token that has ended without a word would make a failure of each request of the next iteration.</summary>
    [Fact]
    public async Task A_user_that_goes_on_while_it_is_cut_off_is_cut_off_or_not_but_never_half()
    {
        var user = User();
        for (var i = 0; i < 5_000; i++)
        {
            _ = user.CutToken;
            var cutting = Task.Run(user.Cut);
            user.Restore();
            await cutting;
            user.CutToken.IsCancellationRequested.Should().Be(user.IsCut);
            user.Restore();
        }
    }

    /// <summary>A script that sleeps before its first request would have a slow target.</summary>
    [Fact]
    public void What_a_script_waits_on_purpose_is_left_out_of_the_first_request()
    {
        var user = User();
        var context = DispatchProxy.Create<INotingContext, NotingContext>();
        user.Context = context;
        var noted = (NotingContext)(object)context;

        user.WaitFor(Task.Run(() => 1));
        noted.LeftOut.Should().BeEmpty("a request is no wait of the script's own");

        user.Sleep(TimeSpan.FromMilliseconds(5));
        noted.LeftOut.Should().NotBeEmpty().And.OnlyContain(time => time == NotingContext.Step);

        noted.LeftOut.Clear();
        user.Events.Add(() => { }, TimeSpan.FromMilliseconds(5), again: false, TimeProvider.System);
        user.Events.RunNext(user).Should().BeTrue();
        noted.LeftOut.Should().NotBeEmpty().And.OnlyContain(time => time == NotingContext.Step);
    }

    [Fact]
    public void Connecting_is_told_without_the_look_up_of_the_name()
    {
        var time = new FakeTimeProvider();
        using var request = new TimedRequest(HttpMethod.Get, new Uri("http://a/"), time);
        time.Advance(TimeSpan.FromMilliseconds(1));
        request.MarkConnectBegan();
        time.Advance(TimeSpan.FromMilliseconds(40));
        request.MarkResolved();
        time.Advance(TimeSpan.FromMilliseconds(2));
        request.MarkConnected();
        request.MarkGotConnection(new ConnectionFacts("", 0, null, null));

        var timings = RequestTimings.Of(request, isAnswered: true, time);

        (timings.Connecting, timings.Blocked).Should().Be((2d, 43d));
    }

    /// <summary>What the engine's context is.</summary>
    internal interface INotingContext : IScenarioContext, IStepSink;

    /// <summary>A context whose time goes on by a step each time that it is asked for.</summary>
#pragma warning disable CA1852 // The proxy derives from it.
    internal class NotingContext : DispatchProxy
#pragma warning restore CA1852
    {
        private int _asked;

        public static TimeSpan Step { get; } = TimeSpan.FromMilliseconds(10);

        public List<TimeSpan> LeftOut { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            switch (targetMethod!.Name)
            {
                case "get_SinceIterationStart":
                    return ++_asked * Step;
                case "LeaveOut":
                    LeftOut.Add((TimeSpan)args![0]!);
                    return null;
                default:
                    throw new NotSupportedException(targetMethod.Name);
            }
        }
    }

    private UserState User() => new(new ScriptTest(new ScriptFiles(_folder.Script), new Dictionary<string, string>(), TimeProvider.System), 1);
}
