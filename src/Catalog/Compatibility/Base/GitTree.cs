using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Waybill.Catalog.Compatibility.Base;

/// <summary>The files below a folder as a git revision has them, read through <c>git</c> itself and without a checkout.</summary>
public static class GitTree
{
    /// <summary>A catalog's largest page or schema; what is larger is listed and not read.</summary>
    private const long MostBytesOfFile = 1024 * 1024;
    private const long MostBytes = 256L * 1024 * 1024;
    private const int MostFiles = 200_000;

    /// <summary>
    /// Every file by its path inside <paramref name="folder"/>, with forward slashes; what is too large or a link is there and empty.
    /// </summary>
    /// <param name="folder">An existing folder of a git repository.</param>
    /// <param name="revision">A commit, branch or tag.</param>
    /// <param name="cancellationToken">Ends git as well.</param>
    /// <exception cref="BaseNotFoundException">There is no such revision, no repository, no git, or far too much to read.</exception>
    public static async Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(
        string folder, string revision, CancellationToken cancellationToken)
    {
        string[] verify = ["rev-parse", "--verify", "--quiet", "--end-of-options", $"{revision}^{{commit}}"];
        var commit = await RunAsync(folder, verify, null, ReadTextAsync, cancellationToken)
            ?? throw new BaseNotFoundException($"'{revision}' is neither a folder nor a revision of the git repository around '{folder}'.");
        var listing = await RunAsync(folder, ["ls-tree", "-r", "-z", "-l", commit.Trim()], null, ReadTextAsync, cancellationToken)
            ?? throw new BaseNotFoundException($"git cannot list '{revision}' in '{folder}'.");
        var entries = listing.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(Entry.Of).OfType<Entry>().ToList();
        if (entries.Count == 0)
        {
            throw new BaseNotFoundException($"The revision '{revision}' has no files in '{folder}'.");
        }

        if (entries.Count > MostFiles || entries.Sum(entry => entry.Size) > MostBytes)
        {
            throw new BaseNotFoundException(
                $"The revision '{revision}' has more than {MostFiles} files or {MostBytes >> 20} MB in '{folder}'.");
        }

        return await ReadFilesAsync(folder, entries, cancellationToken);
    }

    private static async Task<IReadOnlyDictionary<string, byte[]>> ReadFilesAsync(
        string folder, List<Entry> entries, CancellationToken cancellationToken)
    {
        var read = entries.Where(entry => entry.IsRead).ToList();
        var objects = string.Concat(read.Select(entry => $"{entry.Object}\n"));
        var files = await RunAsync(
                folder, ["cat-file", "--batch"], objects, (output, token) => ReadBatchAsync(output, read, token), cancellationToken)
            ?? throw new BaseNotFoundException($"git cannot read the files of '{folder}'.");
        foreach (var unread in entries.Where(entry => !entry.IsRead))
        {
            files.Add(unread.Path, []);
        }

        return files;
    }

    /// <summary>git answers each object with <c>sha type size</c>, a line end, the bytes, and another line end.</summary>
    private static async Task<Dictionary<string, byte[]>> ReadBatchAsync(
        Stream output, List<Entry> entries, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using var buffered = new BufferedStream(output, 1 << 16);
        foreach (var entry in entries)
        {
            while (buffered.ReadByte() is var header && header != '\n')
            {
                if (header < 0)
                {
                    throw new EndOfStreamException($"git ended before '{entry.Path}'");
                }
            }

            var bytes = new byte[entry.Size];
            await buffered.ReadExactlyAsync(bytes, cancellationToken);
            _ = buffered.ReadByte();
            files.Add(entry.Path, bytes);
        }

        return files;
    }

    private static async Task<string> ReadTextAsync(Stream output, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(output, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>What git wrote; null when it failed.</summary>
    private static async Task<T?> RunAsync<T>(
        string folder, string[] arguments, string? input, Func<Stream, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken) where T : class
    {
        using var git = Start(folder, arguments);
        try
        {
            var errors = git.StandardError.ReadToEndAsync(cancellationToken);
            var writing = WriteAsync(git.StandardInput, input, cancellationToken);
            var output = await read(git.StandardOutput.BaseStream, cancellationToken);
            await writing;
            await git.WaitForExitAsync(cancellationToken);
            await errors;
            return git.ExitCode == 0 ? output : null;
        }
        finally
        {
            if (!git.HasExited)
            {
                git.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task WriteAsync(StreamWriter to, string? input, CancellationToken cancellationToken)
    {
        await to.WriteAsync(input.AsMemory(), cancellationToken);
        to.Close();
    }

    private static Process Start(string folder, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception missing)
        {
            throw new BaseNotFoundException($"git is not installed, or '{folder}' is no folder.", missing);
        }
    }

    /// <param name="Path">Inside the folder.</param>
    /// <param name="Object">Its id.</param>
    /// <param name="Size">In bytes.</param>
    /// <param name="IsLink">Whether it is a symbolic link.</param>
    private sealed record Entry(string Path, string Object, long Size, bool IsLink)
    {
        public bool IsRead => !IsLink && Size <= MostBytesOfFile;

        /// <summary>A line of <c>git ls-tree -l</c>: <c>mode type id size TAB path</c>; null for a submodule.</summary>
        public static Entry? Of(string line)
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var parts = line[..tab].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return parts is [var mode, "blob", var id, var size]
                ? new Entry(line[(tab + 1)..], id, long.Parse(size, CultureInfo.InvariantCulture), IsLink: mode == "120000")
                : null;
        }
    }
}

/// <summary>What a diff should compare with cannot be had; the message says why.</summary>
public sealed class BaseNotFoundException(string message, Exception? inner = null) : Exception(message, inner);
