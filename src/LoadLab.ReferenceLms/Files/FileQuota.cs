using LoadLab.ReferenceLms.Configuration;

namespace LoadLab.ReferenceLms.Files;

/// <summary>Keeps the stored files within the configured size by deleting the oldest. Thread-safe; counts once at first use and by addition from then on.</summary>
internal sealed class FileQuota(FileStore files, BlobStorage storage, LmsOptions options) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private long? _total;

    /// <summary>Takes a change of <paramref name="addedBytes"/> into account and makes room if it is needed.</summary>
    public async Task AddedAsync(long addedBytes, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // The first count includes what has just been added.
            _total = _total is { } known ? known + addedBytes : await files.ReadTotalBytesAsync(cancellationToken).ConfigureAwait(false);
            if (_total <= options.StorageMaxBytes)
            {
                return;
            }

            foreach (var removed in await files.RemoveOldestAsync(options.StorageMaxBytes, cancellationToken).ConfigureAwait(false))
            {
                storage.Delete(removed.Blob);
                _total -= removed.Bytes;
            }
        }
        catch
        {
            // What is stored is not known any more: count anew next time.
            _total = null;
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
