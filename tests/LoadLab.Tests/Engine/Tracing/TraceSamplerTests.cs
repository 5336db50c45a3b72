using LoadLab.Engine.Clients;
using LoadLab.Engine.Tracing;

namespace LoadLab.Tests.Engine.Tracing;

public sealed class TraceSamplerTests
{
    [Fact]
    public void The_same_seed_samples_the_same_and_another_run_has_other_ids()
    {
        var (one, again) = (new TraceSampler(0.1, 42, "run-1", "hold"), new TraceSampler(0.1, 42, "run-2", "hold"));

        Sampled(again).Should().Equal(Sampled(one));
        again.Of(3, 1).TraceId.Should().NotBe(one.Of(3, 1).TraceId, "two runs of one seed must not be one trace");
        new TraceSampler(0.1, 42, "run-1", "hold").Of(3, 1).Should().Be(one.Of(3, 1));
        Sampled(new TraceSampler(0.1, 43, "run-1", "hold")).Should().NotEqual(Sampled(one));
    }

    [Fact]
    public void The_requests_of_one_iteration_are_chosen_each_by_itself()
    {
        // Both of two requests are sampled in a quarter of the iterations: 2,500 of 10,000, within five standard deviations.
        var sampler = new TraceSampler(0.5, 7, "run", "hold");

        Enumerable.Range(0, 10_000).Count(iteration => sampler.Samples(iteration, 1) && sampler.Samples(iteration, 2)).Should().BeInRange(2283, 2717);
    }

    [Fact]
    public void None_at_0_and_all_at_1_and_no_id_twice()
    {
        var (none, all) = (new TraceSampler(0, 1, "run", "p"), new TraceSampler(1, 1, "run", "p"));

        Sampled(none).Should().BeEmpty();
        Sampled(all).Should().HaveCount(4000);
        Sampled(all).Select(one => all.Of(one.Iteration, one.Request)).Should().OnlyHaveUniqueItems(parent => parent.TraceId).And.OnlyContain(parent => parent.IsSampled && parent.Span != 0);
        Sampled(all).Select(one => all.Of(one.Iteration, one.Request).Low).Should().OnlyHaveUniqueItems("samplers behind us look at the last digits");
    }

    [Fact]
    public void A_request_that_is_not_sampled_allocates_nothing()
    {
        var source = new Unsampled();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://h/");
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        TraceHeader.Begin(request, source);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            TraceHeader.Begin(request, source);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        source.Asked.Should().Be(1001);
    }

    [Fact]
    public void The_slowest_are_kept_of_any_number()
    {
        var random = new Random(3);
        var slowest = new SlowestTimes(20);
        var ticks = Enumerable.Range(0, 5000).Select(_ => (long)random.Next(1_000_000)).ToList();
        ticks.ForEach(one => slowest.Offer(default, new TracedTime(default, 0, one, "200", IsWhole: true)));

        slowest.Kept.Select(kept => kept.Time.Ticks).OrderDescending().Should().Equal(ticks.OrderDescending().Take(20));
    }

    private static List<(int Iteration, int Request)> Sampled(TraceSampler sampler) =>
        [.. from iteration in Enumerable.Range(0, 1000) from request in Enumerable.Range(1, 4) where sampler.Samples(iteration, request) select (iteration, request)];

    private sealed class Unsampled : ITraceSource
    {
        private readonly TraceSampler _sampler = new(0, 1, "run", "p");

        public int Asked { get; private set; }

        public bool IsSampling => true;

        public RequestTrace? Sample(string? step) => _sampler.Samples(1, ++Asked) ? throw new InvalidOperationException() : null;

        public RequestTrace Own(TraceParent parent, string? step) => throw new InvalidOperationException();
    }
}
