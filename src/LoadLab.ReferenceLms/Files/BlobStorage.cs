using System.Buffers;
using System.Security.Cryptography;
using LoadLab.ReferenceLms.Configuration;

namespace LoadLab.ReferenceLms.Files;

/// <summary>A blob that has been written.</summary>
internal readonly record struct WrittenBlob(string Name, long Bytes, byte[] Sha256);

/// <summary>Files in a folder, under names of their own, so that no name of a user ever becomes a path. Thread-safe.</summary>
internal sealed class BlobStorage(LmsOptions options)
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Streams <paramref name="body"/> to a new blob; memory does not grow with its length. Nothing is left behind when it breaks off.</summary>
    public async Task<WrittenBlob> WriteAsync(Stream body, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.StoragePath);
        var name = Guid.NewGuid().ToString("N");
        var path = PathOf(name);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var bytes = await CopyAsync(body, path, hash, cancellationToken).ConfigureAwait(false);
            return new WrittenBlob(name, bytes, hash.GetHashAndReset());
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Removes a blob, if it is there.</summary>
    public void Delete(string name) => File.Delete(PathOf(name));

    private static async Task<long> CopyAsync(Stream body, string path, IncrementalHash hash, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var file = new FileStream(
                path,
                new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous });
            await using (file.ConfigureAwait(false))
            {
                long total = 0;
                while (await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) is > 0 and var read)
                {
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                    total += read;
                }

                return total;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private string PathOf(string name) => Path.Combine(options.StoragePath, name);
}
