using LoadLab.Core.Running;
using LoadLab.K6.Requests;
using LoadLab.K6.Scripts;
using LoadLab.K6.State;
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

        (timings.Connecting, timings.Blocked).Should().Be((2, 43));
    }

    private UserState User() => new(new ScriptTest(new ScriptFiles(_folder.Script), new Dictionary<string, string>(), TimeProvider.System), 1);
}
