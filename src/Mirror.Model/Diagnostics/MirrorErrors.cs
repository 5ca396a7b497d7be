namespace Mirror.Model.Diagnostics;

/// <summary>
/// The catalogue of codes: 1xxx configuration, 2xxx resolve and lock, 3xxx registry, 4xxx store and archive, 5xxx publish,
/// 6xxx Kubernetes output, 7xxx charts, 9xxx host; second digit 0-4 error, 5-9 warning (DESIGN 8), one file for each first digit. The README's table is compared with it by a test.
/// </summary>
public static partial class MirrorErrors
{
    // Not before all fields are set, and nothing says which of the files sets its own first.
    private static readonly Lazy<IReadOnlyList<ErrorCode>> _all = new(() =>
    [
        .. typeof(MirrorErrors).GetFields()
            .Where(field => field.FieldType == typeof(ErrorCode))
            .Select(field => (ErrorCode)field.GetValue(null)!)
            .OrderBy(code => code.Id, StringComparer.Ordinal),
    ]);

    /// <summary>Every code of the catalogue, by number.</summary>
    public static IReadOnlyList<ErrorCode> All => _all.Value;
}
