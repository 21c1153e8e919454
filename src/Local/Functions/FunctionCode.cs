using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Waybill.Local.Account;
using Waybill.Local.Machine;

namespace Waybill.Local.Functions;

/// <summary>Code that was uploaded: where it lies, and what names it.</summary>
internal sealed record UploadedCode(string Path, string Sha256, long Size);

/// <summary>The archive cannot be taken; the message says why.</summary>
internal sealed class InvalidFunctionCodeException(string message) : Exception(message);

/// <summary>Keeps the code of functions in a folder, each version in one that is named by its archive's hash and never changes.</summary>
internal sealed class FunctionCode(string folder)
{
    /// <summary>Lambda's limits for an upload and for what is in it (Lambda developer guide, "Lambda quotas").</summary>
    public const int LargestArchive = 50 * 1024 * 1024;

    public const int LargestUnpacked = 250 * 1024 * 1024;

    private const int MostEntries = 20_000;
    private const int FileType = 0xF000;
    private const int SymbolicLink = 0xA000;
    private const int Executable = 0x49; // 0111

    /// <summary>Unpacks an archive; the same one twice lies there once.</summary>
    /// <exception cref="InvalidFunctionCodeException">It is no archive, leaves its folder, or is too large.</exception>
    public UploadedCode Unpack(byte[] archive)
    {
        var hash = SHA256.HashData(archive);
        var path = Path.Combine(folder, Convert.ToHexStringLower(hash));
        if (!Directory.Exists(path))
        {
            OwnFiles.MakeFolder(folder);
            var draft = Directory.CreateDirectory(Path.Combine(folder, $"{Path.GetRandomFileName()}.tmp")).FullName;
            try
            {
                Unpack(archive, draft);
                // All of it is there, or nothing is.
                Directory.Move(draft, path);
            }
            catch (Exception failure)
            {
                Directory.Delete(draft, recursive: true);
                if (failure is not IOException || !Directory.Exists(path))
                {
                    throw;
                }
            }
        }

        return new UploadedCode(path, Convert.ToBase64String(hash), archive.Length);
    }

    /// <summary>Deletes what no function uses any more; to be called while none runs.</summary>
    public void Sweep(IEnumerable<Function> functions)
    {
        var used = functions.Select(function => Path.GetFullPath(function.CodePath)).ToHashSet(StringComparer.Ordinal);
        foreach (var unused in Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [])
        {
            if (!used.Contains(Path.GetFullPath(unused)))
            {
                Directory.Delete(unused, recursive: true);
            }
        }
    }

    /// <summary>A name for a folder's content as an archive's hash is for an archive; and its bytes.</summary>
    public static (string Sha256, long Size) Describe(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long size = 0;
        string[] files = Directory.Exists(path) ? Directory.GetFiles(path, "*", SearchOption.AllDirectories) : [];
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(path, file)));
            var bytes = File.ReadAllBytes(file);
            hash.AppendData(bytes);
            size += bytes.Length;
        }

        return (Convert.ToBase64String(hash.GetHashAndReset()), size);
    }

    private static ZipArchive Open(byte[] archive)
    {
        if (archive.Length > LargestArchive)
        {
            throw new InvalidFunctionCodeException($"The archive has {archive.Length} bytes; {LargestArchive} are allowed.");
        }

        try
        {
            var zip = new ZipArchive(new MemoryStream(archive, writable: false), ZipArchiveMode.Read);
            return zip.Entries.Count <= MostEntries
                ? zip
                : throw new InvalidFunctionCodeException($"The archive has {zip.Entries.Count} entries; {MostEntries} are allowed.");
        }
        catch (InvalidDataException invalid)
        {
            throw new InvalidFunctionCodeException(
                $"Could not unzip uploaded file. Please check your file, then try to upload again. ({invalid.Message})");
        }
    }

    private static void Unpack(byte[] archive, string into)
    {
        using var zip = Open(archive);
        long left = LargestUnpacked;
        foreach (var entry in zip.Entries)
        {
            if (Target(entry, into) is not { } target)
            {
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            left = Write(entry, target, left);
        }
    }

    /// <summary>Where an entry's file goes; null for a folder.</summary>
    private static string? Target(ZipArchiveEntry entry, string into)
    {
        var name = entry.FullName.Replace('\\', '/');
        if (name.Split('/').Contains("..") || Path.IsPathRooted(name) || name.Contains(':', StringComparison.Ordinal))
        {
            throw new InvalidFunctionCodeException($"The archive's entry '{entry.FullName}' would lie outside of the function's folder.");
        }

        if ((entry.ExternalAttributes >> 16 & FileType) == SymbolicLink)
        {
            throw new InvalidFunctionCodeException($"The archive's entry '{entry.FullName}' is a symbolic link, which is not supported.");
        }

        return name.EndsWith('/') ? null : Path.Combine(into, name);
    }

    /// <returns>The bytes that may still come; sizes are counted, not believed.</returns>
    private static long Write(ZipArchiveEntry entry, string target, long left)
    {
        try
        {
            using var from = entry.Open();
            using var to = new FileStream(target, FileMode.CreateNew);
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = from.Read(buffer)) > 0)
            {
                left -= read;
                if (left < 0)
                {
                    throw new InvalidFunctionCodeException($"Unzipped size must be smaller than {LargestUnpacked} bytes");
                }

                to.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException invalid)
        {
            throw new InvalidFunctionCodeException($"Could not unzip uploaded file: entry '{entry.FullName}': {invalid.Message}");
        }

        if (!OperatingSystem.IsWindows() && (entry.ExternalAttributes >> 16 & Executable) != 0)
        {
            File.SetUnixFileMode(target, File.GetUnixFileMode(target) | UnixFileMode.UserExecute);
        }

        return left;
    }
}
