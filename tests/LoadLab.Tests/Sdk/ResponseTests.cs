using LoadLab.Sdk;

namespace LoadLab.Tests.Sdk;

public sealed class ResponseTests
{
    [Fact]
    public void Plain_responses_are_shared()
    {
        Response.Ok().Should().BeSameAs(Response.Ok());
        Response.Fail().Should().BeSameAs(Response.Fail());
        Response.Ok().Should().BeEquivalentTo(new { IsError = false, StatusCode = "", SizeBytes = 0L, Message = "", Failure = FailureKind.None });
        Response.Fail().Should().BeEquivalentTo(new { IsError = true, StatusCode = "", SizeBytes = 0L, Message = "", Failure = FailureKind.Check });
    }

    [Fact]
    public void Arguments_have_NBombers_names_and_order()
    {
        Response.Ok("200", 12, "fine").Should().BeEquivalentTo(new { StatusCode = "200", SizeBytes = 12L, Message = "fine" });
        Response.Ok(statusCode: "200", sizeBytes: 12, message: "fine").Should().BeEquivalentTo(new { StatusCode = "200", SizeBytes = 12L, Message = "fine" });
        Response.Ok(new Uri("a", UriKind.Relative), "200", 12, "fine").Should().BeEquivalentTo(new { StatusCode = "200", SizeBytes = 12L, Message = "fine" });
        Response.Fail("500", "broken", 12).Should().BeEquivalentTo(new { StatusCode = "500", SizeBytes = 12L, Message = "broken" });
        Response.Fail(statusCode: "500", message: "broken", sizeBytes: 12).Should().BeEquivalentTo(new { StatusCode = "500", SizeBytes = 12L, Message = "broken" });
        Response.Fail(payload: 7, statusCode: "500", message: "broken", sizeBytes: 12)
            .Should().BeEquivalentTo(new { StatusCode = "500", SizeBytes = 12L, Message = "broken" });
        Response.Fail<int>("500", "broken", 12).Payload.IsNone.Should().BeTrue();
    }

    [Fact]
    public void A_text_without_a_name_is_the_status_code_and_with_the_name_the_payload()
    {
        Response.Ok("201").Should().BeOfType<Response<object>>().Which.StatusCode.Should().Be("201");
        Response.Ok(payload: "a text").Payload.Value.Should().Be("a text");
        Response.Fail("404").Should().BeOfType<Response<object>>().Which.StatusCode.Should().Be("404");
    }

    [Fact]
    public void Payload_that_is_there_is_read_and_one_that_is_not_says_what_to_look_at()
    {
        Response.Ok(7).Payload.Value.Should().Be(7);
        Response.Ok(0).Payload.IsSome.Should().BeTrue("a zero is a value");
        Response.Fail(7, "500").Payload.Value.Should().Be(7);
        Response.Ok<string>(payload: null!).Payload.IsNone.Should().BeTrue();
        default(Payload<int>).IsNone.Should().BeTrue();
        FluentActions.Invoking(() => Response.Fail<int>().Payload.Value).Should().Throw<InvalidOperationException>()
            .WithMessage("The response has no payload. Look at IsError before reading Payload.Value.");
    }

    [Fact]
    public void A_failure_always_has_a_class()
    {
        Response.Fail(failure: FailureKind.None).Failure.Should().Be(FailureKind.Check);
        Response.Fail(7, failure: FailureKind.None).Failure.Should().Be(FailureKind.Check);
        Response.Fail(failure: FailureKind.Reset).Failure.Should().Be(FailureKind.Reset);
        Response.Ok(7).Failure.Should().Be(FailureKind.None);
    }

    [Fact]
    public void A_success_is_no_larger_for_what_failures_keep()
    {
        // The object's head, three references, the payload with its flag, a number, the class and a flag.
        const long Largest = 72;
        const int Count = 1_000;
        using var answer = new HttpResponseMessage();
        Response.Ok(answer, "200", 1).IsError.Should().BeFalse();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var at = 0; at < Count; at++)
        {
            Response.Ok(answer, "200", 1);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThanOrEqualTo(Largest * Count);
    }
}
