using LoadLab.Sdk;

namespace LoadLab.Tests.Sdk;

public sealed class StepTests
{
    private readonly SdkContext _context = new();

    [Fact]
    public async Task Response_comes_back_and_is_recorded_once_under_its_mark()
    {
        var response = await Step.Run("open", _context, () => Task.FromResult(Response.Ok(7, "200")));

        response.Payload.Value.Should().Be(7);
        _context.Started.Should().Equal("open");
        var (mark, recorded) = _context.Ended.Should().ContainSingle().Subject;
        mark.Index.Should().Be(1);
        recorded.Should().BeSameAs(response);
    }

    [Fact]
    public async Task Type_is_inferred_as_in_NBomber()
    {
        Response<object> plain = await Step.Run("a", _context, async () =>
        {
            await Task.Yield();
            return _context.Started.Count > 0 ? Response.Ok() : Response.Fail();
        });
        Response<string> typed = await Step.Run("b", _context, async () =>
        {
            await Task.Yield();
            return Response.Ok(payload: "x", statusCode: "200");
        });

        plain.IsError.Should().BeFalse();
        typed.Payload.Value.Should().Be("x");
    }

    [Theory]
    [InlineData("*", "A step cannot be called '*': that is the row of the whole iteration. Name it by what it does.*")]
    [InlineData("", "*empty*")]
    public async Task A_name_that_is_no_row_of_its_own_is_refused(string name, string message)
    {
        var run = () => Step.Run(name, _context, () => Task.FromResult(Response.Ok()));

        await run.Should().ThrowAsync<ArgumentException>().WithMessage(message);
        _context.Started.Should().BeEmpty();
    }

    [Fact]
    public void A_token_that_every_request_would_fetch_anew_is_refused()
    {
        var endless = () => new SessionToken("abc", TimeSpan.Zero);
        var empty = () => new SessionToken("", TimeSpan.FromMinutes(5));

        endless.Should().Throw<ArgumentException>().WithMessage("The session's token is good for 00:00:00, and must be for a time above zero: each request would fetch another one.*");
        empty.Should().Throw<ArgumentException>().WithMessage("The session's token is empty.*");
    }

    [Fact]
    public async Task Exception_is_a_failed_step_of_its_class_and_the_iteration_goes_on()
    {
        var thrown = await Step.Run<int>("a", _context, () => throw new FormatException("no number"));
        var awaited = await Step.Run<int>("b", _context, async () =>
        {
            await Task.Yield();
            throw new TimeoutException("too slow");
        });

        thrown.Should().BeEquivalentTo(new { IsError = true, Failure = FailureKind.Exception, Message = "FormatException: no number" });
        awaited.Should().BeEquivalentTo(new { IsError = true, Failure = FailureKind.Timeout, Message = "too slow" });
        _context.Ended.Select(step => step.Response).Should().Equal(thrown, awaited);
    }

    [Fact]
    public async Task Null_is_a_failed_step_that_says_what_to_return()
    {
        var response = await Step.Run<int>("a", _context, () => Task.FromResult<Response<int>>(null!));

        response.Should().BeEquivalentTo(new
        {
            IsError = true,
            Failure = FailureKind.Exception,
            Message = "Step 'a' returned null. Return Response.Ok() or Response.Fail().",
        });
        _context.Ended.Should().ContainSingle();
    }

    [Fact]
    public async Task A_null_task_is_a_failed_step()
    {
        var response = await Step.Run<int>("a", _context, () => null!);

        response.Failure.Should().Be(FailureKind.Exception);
        _context.Ended.Should().ContainSingle();
    }

    [Fact]
    public async Task Being_cut_off_is_no_step_of_the_target_and_ends_the_iteration()
    {
        _context.CutOff();

        await FluentActions.Awaiting(() => Step.Run<int>("a", _context, () => throw new OperationCanceledException(_context.CancellationToken)))
            .Should().ThrowAsync<OperationCanceledException>();
        _context.Started.Should().Equal("a");
        _context.Ended.Should().BeEmpty();
    }

    [Fact]
    public async Task A_time_limit_of_the_scenarios_own_is_a_timeout()
    {
        using var limit = new CancellationTokenSource();
        await limit.CancelAsync();

        var response = await Step.Run<int>("a", _context, () => Task.FromCanceled<Response<int>>(limit.Token));

        response.Failure.Should().Be(FailureKind.Timeout);
    }

    [Fact]
    public async Task Missing_arguments_are_faults_of_the_code()
    {
        await FluentActions.Awaiting(() => Step.Run(null!, _context, () => Task.FromResult(Response.Ok()))).Should().ThrowAsync<ArgumentNullException>();
        await FluentActions.Awaiting(() => Step.Run<int>("a", _context, null!)).Should().ThrowAsync<ArgumentNullException>();
    }
}
