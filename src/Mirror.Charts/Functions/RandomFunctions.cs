using System.Buffers.Binary;
using System.Globalization;
using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;
using static Mirror.Charts.Templating.ParameterKind;
using static Mirror.Charts.Templating.TemplateFunction;

namespace Mirror.Charts.Functions;

/// <summary>Random texts and numbers from the source that the caller gave.</summary>
internal static class RandomFunctions
{
    private const string Digits = "0123456789";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const char FirstAscii = ' ';
    private const char LastAscii = '~';

    public static IEnumerable<TemplateFunction> All =>
    [
        Of("randAlphaNum", (e, a) => Text(e, (nint)a[0]!, Letters + Digits), Int),
        Of("randAlpha", (e, a) => Text(e, (nint)a[0]!, Letters), Int),
        Of("randNumeric", (e, a) => Text(e, (nint)a[0]!, Digits), Int),
        Of("randAscii", (e, a) => Text(e, (nint)a[0]!, string.Concat(Enumerable.Range(FirstAscii, LastAscii - FirstAscii + 1).Select(c => (char)c))), Int),
        Of("randBytes", (e, a) => Convert.ToBase64String(Bytes(e, (nint)a[0]!)), Int),
        Of("randInt", (e, a) => Integer(e, (nint)a[0]!, (nint)a[1]!), Int, Int),
        Of("uuidv4", (e, _) => Uuid(e)),
    ];

    /// <summary>Evenly from 0 up to, but not including, <paramref name="limit"/>.</summary>
    public static ulong Below(IChartRandom random, ulong limit)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.Fill(bytes);
        return (ulong)(BinaryPrimitives.ReadUInt128LittleEndian(bytes) % limit);
    }

    private static byte[] Bytes(Execution execution, long count)
    {
        if (count < 0)
        {
            throw new FunctionException("A negative number of random bytes is asked for.");
        }

        execution.Budget.Text(count);
        var bytes = new byte[count];
        execution.Random.Fill(bytes);
        return bytes;
    }

    private static string Text(Execution execution, long count, string alphabet)
    {
        if (count < 0)
        {
            return "";
        }

        execution.Budget.Text(count);
        execution.Budget.Steps(count);
        return string.Create((int)count, (execution.Random, alphabet), static (text, state) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = state.alphabet[(int)Below(state.Random, (ulong)state.alphabet.Length)];
            }
        });
    }

    private static object Integer(Execution execution, long from, long to) => from < to
        ? (nint)(from + (long)Below(execution.Random, (ulong)(to - from)))
        : throw new FunctionException(string.Create(CultureInfo.InvariantCulture, $"There is no number from {from} up to {to}."));

    private static string Uuid(Execution execution)
    {
        Span<byte> bytes = stackalloc byte[16];
        execution.Random.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
