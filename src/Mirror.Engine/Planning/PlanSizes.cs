using System.Globalization;

namespace Mirror.Engine.Planning;

/// <summary>
/// How much a plan would move, in bytes of blobs, each counted once. What to push is an upper bound: blobs that other images at the destination already
/// have are linked and not sent.
/// </summary>
/// <param name="BytesToDownload">What a Publish would read from sources.</param>
/// <param name="BytesToStore">What a Fetch would add to the store.</param>
internal sealed record PlanSizes(int Images, int ImagesToPush, long BytesToPush, long BytesToDownload, long BytesToStore)
{
    public string ToSentence() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Counted.Images(Images)}, {ImagesToPush} of them to push: {ByteSize.Format(BytesToDownload)} to download, {ByteSize.Format(BytesToPush)} to push at most, {ByteSize.Format(BytesToStore)} to store with Fetch");

    public string ToJson() => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\n  \"images\": {Images},\n  \"imagesToPush\": {ImagesToPush},\n  \"bytesToDownload\": {BytesToDownload},\n  \"bytesToPush\": {BytesToPush},\n  \"bytesToStore\": {BytesToStore}\n}}\n");
}
