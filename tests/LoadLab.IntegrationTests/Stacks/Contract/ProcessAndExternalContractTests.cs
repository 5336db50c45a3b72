using LoadLab.Core.Runs;
using LoadLab.Stacks.External;
using LoadLab.Stacks.Processes;

namespace LoadLab.IntegrationTests.Stacks.Contract;

/// <summary>The contract that container stacks pass too, with the reference LMS: for native processes, and for a stack that somebody else has started.</summary>
public sealed class ProcessAndExternalContractTests
{
    private static readonly IProgress<string> s_silent = new Progress<string>();

    [Fact]
    public async Task Native_and_external_stacks_answer_are_apart_and_leave_nothing_that_is_theirs()
    {
        var provider = new ProcessStackProvider(Built.Dll("src", "LoadLab.ReferenceLms"));
        var plan = new StackPlan { Kind = "processes", Lms = new LmsPlan { Users = 50, Courses = 5, Enrolments = 100 } };
        var stack = (ProcessStack)await provider.StartAsync(StackContract.WithSettings(plan), seed: 7, s_silent, CancellationToken.None);
        await using (stack)
        {
            await StackContract.AnswersAsync(stack, "processes");
            await StackContract.GivesTheApiNoMoreThanItNeedsAsync(stack);
            await using (var second = await TestStack.StartAsync())
                await StackContract.AreApartAsync(stack, second);

            var external = await new ExternalStackProvider().StartAsync(
                new StackPlan { Kind = "external", External = new ExternalStackPlan { BaseUrl = stack.BaseAddress, Postgres = stack.PostgresConnectionString, Redis = stack.RedisConfiguration } },
                seed: 7, s_silent, CancellationToken.None);
            await StackContract.AnswersAsync(external, "external");
            external.Control.Should().BeNull("LoadLab did not start it");
            await external.DisposeAsync();
            stack.FindDead().Should().BeEmpty("a stack of somebody else is left as it is");
            await StackContract.AnswersAsync(stack, "processes");
        }

        TestStack.IsGone(stack).Should().BeTrue();
    }
}
