using System.Collections.Concurrent;
using LoadLab.K6.Hosting;
using LoadLab.K6.State;

namespace LoadLab.Tests.K6;

public sealed class ScriptThreadTests
{
    [Fact]
    public async Task What_follows_work_goes_on_on_its_thread_and_so_does_work_that_it_begins()
    {
        using var threads = new ScriptThreads();
        var names = new ConcurrentQueue<int>();

        await threads.RunAsync(Mark).ContinueWith(
            _ => threads.RunAsync(Mark).ContinueWith(_ => Mark(), TaskContinuationOptions.ExecuteSynchronously),
            TaskContinuationOptions.ExecuteSynchronously).Unwrap();

        names.Distinct().Should().HaveCount(1);
        names.Should().HaveCount(3).And.NotContain(Environment.CurrentManagedThreadId);

        int Mark()
        {
            names.Enqueue(Environment.CurrentManagedThreadId);
            return 0;
        }
    }

    [Fact]
    public async Task Work_that_is_begun_while_other_work_runs_gets_a_thread_of_its_own()
    {
        using var threads = new ScriptThreads();
        using var both = new Barrier(2);

        var first = threads.RunAsync(Meet);
        var second = threads.RunAsync(Meet);

        (await Task.WhenAll(first, second)).Should().OnlyHaveUniqueItems();

        int Meet()
        {
            both.SignalAndWait(TimeSpan.FromSeconds(60)).Should().BeTrue();
            return Environment.CurrentManagedThreadId;
        }
    }

    [Fact]
    public async Task A_fault_reaches_who_awaits_the_work_on_both_ways()
    {
        using var threads = new ScriptThreads();

        var first = threads.RunAsync<int>(() => throw new InvalidDataException("first"));
        var second = first.ContinueWith(_ => threads.RunAsync<int>(() => throw new InvalidDataException("second")), TaskContinuationOptions.ExecuteSynchronously).Unwrap();

        (await FluentActions.Awaiting(() => first).Should().ThrowAsync<InvalidDataException>()).WithMessage("first");
        (await FluentActions.Awaiting(() => second).Should().ThrowAsync<InvalidDataException>()).WithMessage("second");
        (await threads.RunAsync(() => 3)).Should().Be(3);
    }

    [Fact]
    public void A_signal_that_comes_before_the_wait_is_kept_and_each_wakes_once()
    {
        var signal = new ThreadSignal();
        signal.Set();
        signal.Wait();
        var passed = 0;
        var thread = new Thread(() =>
        {
            signal.Wait();
            Interlocked.Exchange(ref passed, 1);
        })
        { IsBackground = true };
        thread.Start();
        SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin) || Volatile.Read(ref passed) == 1, TimeSpan.FromMilliseconds(50));

        Volatile.Read(ref passed).Should().Be(0);
        signal.Set();
        thread.Join(TimeSpan.FromSeconds(60)).Should().BeTrue();
    }
}
