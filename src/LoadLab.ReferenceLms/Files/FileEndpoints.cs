using System.Globalization;
using LoadLab.ReferenceLms.Configuration;
using LoadLab.ReferenceLms.Enrolments;
using LoadLab.ReferenceLms.Errors;
using LoadLab.ReferenceLms.Security;
using Microsoft.AspNetCore.Http.Features;

namespace LoadLab.ReferenceLms.Files;

/// <summary>Uploads.</summary>
internal static class FileEndpoints
{
    /// <summary>Most bytes of one file.</summary>
    public const long MaxFileBytes = 64L * 1024 * 1024;

    private const int MaxNameLength = 100;

    /// <summary>Maps the upload; it needs a user.</summary>
    public static void MapFiles(this RouteGroupBuilder api) =>
        api.MapPut("/courses/{id:int}/files/{name}", UploadAsync).Produces<StoredFile>().RequireAuthorization();

    private static async Task<IResult> UploadAsync(
        int id,
        string name,
        HttpContext context,
        EnrolmentStore enrolments,
        FileStore files,
        BlobStorage storage,
        FileQuota quota,
        LmsOptions options,
        CancellationToken cancellationToken)
    {
        var maxBytes = Math.Min(MaxFileBytes, options.StorageMaxBytes);
        var faults = new InputFaults();
        faults.Text("name", name, MaxNameLength);
        if (name.StartsWith('.') || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
        {
            faults.Add("name", "A file's name has only ASCII letters, digits, '.', '-' and '_', and does not start with '.'.");
        }

        if (faults.Any)
        {
            return faults.ToResult();
        }

        if (context.Request.ContentLength > maxBytes)
        {
            return TypedResults.Problem(
                string.Create(CultureInfo.InvariantCulture, $"The file has {context.Request.ContentLength} bytes; at most {maxBytes} are allowed."),
                statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        // For a body without a length; the server stops reading there and answers 413.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = maxBytes;
        var userId = context.UserId();
        if (!await enrolments.IsEnrolledAsync(userId, id, cancellationToken).ConfigureAwait(false))
        {
            return Problems.NotEnrolled(id);
        }

        // No connection of the pool is held while a slow client sends.
        var blob = await storage.WriteAsync(context.Request.Body, cancellationToken).ConfigureAwait(false);
        RemovedBlob? replaced;
        try
        {
            replaced = await files.ReplaceAsync(userId, id, name, blob.Bytes, blob.Sha256, blob.Name, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            storage.Delete(blob.Name);
            throw;
        }

        if (replaced is { } older)
        {
            storage.Delete(older.Blob);
        }

        await quota.AddedAsync(blob.Bytes - (replaced?.Bytes ?? 0), cancellationToken).ConfigureAwait(false);
        var answer = new StoredFile(name, blob.Bytes, Convert.ToHexStringLower(blob.Sha256));
        return replaced is null
            ? TypedResults.Created(context.Request.Path.Value, answer)
            : TypedResults.Ok(answer);
    }
}
