# Builds the host when its sources have changed, and runs a target: ./build.ps1 --target Publish. Without arguments: the list of targets.
$ErrorActionPreference = 'Stop'

$root = $PSScriptRoot
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:MSBUILDDISABLENODEREUSE = '1'
if ([Console]::IsOutputRedirected) { $env:NO_COLOR = '1' }

# Content and names of everything the host is made of; outputs live below artifacts, so nothing else is in these folders.
function Get-SourceHash {
    $files = @(Get-ChildItem -Recurse -File (Join-Path $root 'build'), (Join-Path $root 'src')) +
        @('Directory.Build.props', 'Directory.Packages.props', 'global.json' | ForEach-Object { Get-Item (Join-Path $root $_) })
    $names = [string[]]@($files | Where-Object { -not $_.Name.StartsWith('.') } | ForEach-Object { $_.FullName })
    [Array]::Sort($names, [StringComparer]::Ordinal)
    $sha = [System.Security.Cryptography.SHA256]::Create()
    $lines = foreach ($name in $names) {
        $sum = [BitConverter]::ToString($sha.ComputeHash([System.IO.File]::ReadAllBytes($name)))
        $sum + ' ' + $name.Substring($root.Length)
    }
    $all = $sha.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($lines -join "`n"))
    [BitConverter]::ToString($all).Replace('-', '').Substring(0, 16).ToLowerInvariant()
}

# The first one that has the SDK of global.json; only asked when something must be built, because asking takes its time.
function Find-Sdk {
    $ErrorActionPreference = 'Continue' # what programs write to their error stream is no error here
    $name = if ($IsWindows -or $env:OS -eq 'Windows_NT') { 'dotnet.exe' } else { 'dotnet' }
    $onPath = @(Get-Command $name -CommandType Application -ErrorAction SilentlyContinue | ForEach-Object { $_.Source })
    $folders = @($env:DOTNET_ROOT, (Join-Path $HOME '.dotnet'), "$env:ProgramFiles\dotnet", "$env:LOCALAPPDATA\Microsoft\dotnet", '/usr/share/dotnet', '/usr/lib/dotnet')
    $found = @()
    foreach ($dotnet in $onPath + @($folders | Where-Object { $_ } | ForEach-Object { Join-Path $_ $name })) {
        if (-not (Test-Path $dotnet)) { continue }
        Push-Location $root
        try { & $dotnet --version *> $null } finally { Pop-Location }
        if ($LASTEXITCODE -eq 0) { return $dotnet }
        $found += $dotnet
    }

    $version = (Get-Content (Join-Path $root 'global.json') -Raw | ConvertFrom-Json).sdk.version
    if ($found.Count -eq 0) {
        [Console]::Error.WriteLine("error MIR9008: No .NET SDK was found on PATH, in DOTNET_ROOT or in the usual folders; expected $version or a later patch of its feature band.")
    } else {
        [Console]::Error.WriteLine("error MIR9008: No .NET SDK of the feature band of $version was found; looked at: $($found -join ' ').")
    }
    [Console]::Error.WriteLine('  Install it from https://dot.net/download.')
    exit 1
}

# Apart from other builds, which may be running at the same time.
function Publish-Host([string] $dotnet, [string] $folder, [string[]] $more) {
    & $dotnet publish (Join-Path $root 'build/Build.csproj') -c Release -o $folder -nologo -v quiet -nodeReuse:false "-p:ArtifactsPath=$root/artifacts/dotnet/host" "-p:RunAnalyzers=false" @more
}

# Into a folder of its own, moved into place when complete: hosts that are running keep theirs, and a kill leaves nothing half done.
function Build-Host([string] $dotnet, [string] $folder) {
    $ErrorActionPreference = 'Continue'
    $isFirst = -not (Test-Path (Join-Path $root 'artifacts/host/*/dotnet'))
    $reason = if ($isFirst) { 'the first run takes a minute or two' } else { 'its sources have changed' }
    [Console]::Error.WriteLine("Building the host ($reason) ...")
    $temporary = "$folder.$PID"
    try {
        Publish-Host $dotnet $temporary @('-p:Precompile=true') *> (Join-Path $root 'artifacts/host/build.log')
        if ($LASTEXITCODE -ne 0) {
            # Precompiling needs a package that not every feed has; without it the host only starts later.
            Remove-Item -Recurse -Force $temporary -ErrorAction SilentlyContinue
            Publish-Host $dotnet $temporary @() | ForEach-Object { [Console]::Error.WriteLine($_) }
            if ($LASTEXITCODE -ne 0) { exit 1 }
        }
        Set-Content -Path (Join-Path $temporary 'dotnet') -Value $dotnet -Encoding utf8
        if (-not (Test-Path $folder)) { Move-Item $temporary $folder }
    } finally {
        Remove-Item -Recurse -Force $temporary -ErrorAction SilentlyContinue
    }

    # A host that is still running holds its files: its folder then stays until the next time.
    Get-ChildItem -Directory (Join-Path $root 'artifacts/host') |
        Where-Object { $_.FullName -ne $folder -and $_.LastWriteTimeUtc -lt [DateTime]::UtcNow.AddDays(-1) } |
        Remove-Item -Recurse -Force -ErrorAction SilentlyContinue
}

$hostFolder = Join-Path $root "artifacts/host/$(Get-SourceHash)"
$marker = Join-Path $hostFolder 'dotnet'
if (-not (Test-Path $marker)) {
    $dotnet = Find-Sdk
    New-Item -ItemType Directory -Force (Join-Path $root 'artifacts/host') | Out-Null
    $identity = [BitConverter]::ToString([System.Security.Cryptography.SHA256]::Create().ComputeHash([System.Text.Encoding]::UTF8.GetBytes($root))).Replace('-', '')
    $mutex = [System.Threading.Mutex]::new($false, "mirror-host-$identity")
    try { $mutex.WaitOne() | Out-Null } catch [System.Threading.AbandonedMutexException] { }
    try {
        if (-not (Test-Path $marker)) { Build-Host $dotnet $hostFolder }
    } finally {
        $mutex.ReleaseMutex()
        $mutex.Dispose()
    }
}

$dotnet = (Get-Content $marker -TotalCount 1).Trim()
if (-not (Test-Path $dotnet)) { $dotnet = Find-Sdk }
$ErrorActionPreference = 'Continue'
& $dotnet (Join-Path $hostFolder 'Mirror.Build.dll') @args
exit $LASTEXITCODE
