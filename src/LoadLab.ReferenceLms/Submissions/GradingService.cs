using LoadLab.ReferenceLms.Configuration;
using LoadLab.ReferenceLms.Errors;
using LoadLab.ReferenceLms.Mails;
using LoadLab.ReferenceLms.Metrics;

namespace LoadLab.ReferenceLms.Submissions;

/// <summary>The grading workers. A worker outlives every failure of Postgres and Redis.</summary>
internal sealed class GradingService(
    GradingQueue queue, SubmissionStore submissions, MailQueue mails, LmsOptions options, LmsMetrics metrics, TimeProvider time, ILogger<GradingService> logger)
    : BackgroundService
{
    /// <summary>How often an idle worker looks by itself.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Pause after a failure of Postgres or Redis.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(1);

    /// <summary>How often lost work is looked for.</summary>
    private static readonly TimeSpan RecoveryInterval = TimeSpan.FromSeconds(5);

    /// <summary>A submission that waits this long beside an empty queue was lost on its way there.</summary>
    private static readonly TimeSpan StrandedAfter = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Workers == 0
            ? Task.CompletedTask
            : Task.WhenAll([RecoverAsync(stoppingToken), .. Enumerable.Range(0, options.Workers).Select(_ => WorkAsync(stoppingToken))]);

    private async Task WorkAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await queue.TakeAsync().ConfigureAwait(false) is { } id)
                {
                    // Not cut off by a stop: a job takes milliseconds, and half a job would have to be done again.
                    await GradeAsync(id, CancellationToken.None).ConfigureAwait(false);
                }
                else
                {
                    await queue.WaitAsync(PollInterval, stopping).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (Outage.IsOutage(fault))
            {
                // The job, if one was taken, stays in the list of those in work until RecoverAsync puts it back.
                await PauseAsync(Recovery, stopping).ConfigureAwait(false);
            }
        }
    }

    private async Task GradeAsync(long id, CancellationToken cancellationToken)
    {
        int? score = null;
        GradingJob? job = null;
        try
        {
            job = await submissions.FindJobAsync(id, cancellationToken).ConfigureAwait(false);
            if (job is null)
            {
                await queue.CompleteAsync(id).ConfigureAwait(false);
                return;
            }

            metrics.JobTaken(job.Waited);
            score = AnswerGrader.Grade(job.Answer, job.ModelAnswer);
        }
        catch (Exception fault) when (!Outage.IsOutage(fault))
        {
            logger.LogError(fault, "Submission {Id} can't be graded", id);
        }

        if (await submissions.FinishAsync(id, score, cancellationToken).ConfigureAwait(false))
        {
            metrics.JobDone(score is null ? "failed" : "graded");
            if (score is { } points)
            {
                mails.Send(Mail.OfGrade(job!.Email, job.Course, points));
            }
        }

        await queue.CompleteAsync(id).ConfigureAwait(false);
    }

    /// <summary>Brings back what an outage or a crash left behind: what was in work at the start, and later what is in no queue.</summary>
    private async Task RecoverAsync(CancellationToken stopping)
    {
        var requeued = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!requeued)
                {
                    await queue.RequeueUnfinishedAsync().ConfigureAwait(false);
                    requeued = true;
                }

                if ((await queue.ReadLengthsAsync().ConfigureAwait(false)).Waiting == 0)
                {
                    foreach (var id in await submissions.FindStrandedAsync(StrandedAfter, stopping).ConfigureAwait(false))
                    {
                        // Whatever list it may still be in, it shall be in one only.
                        await queue.CompleteAsync(id).ConfigureAwait(false);
                        await queue.EnqueueAsync(id).ConfigureAwait(false);
                    }
                }

                await PauseAsync(RecoveryInterval, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (Outage.IsOutage(fault))
            {
                await PauseAsync(Recovery, stopping).ConfigureAwait(false);
            }
        }
    }

    private async Task PauseAsync(TimeSpan duration, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(duration, time, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loops see the stop by themselves.
        }
    }
}
