# The examples of the help pages: reading them, running them, and telling what they printed from what the page says.

# The examples of a help page, or the transcript of the README: the statements behind 'PS>' and '>>', each with the
# lines that it printed.
function Read-Example([string] $Path) {
    $name = [IO.Path]::GetFileNameWithoutExtension($Path)
    $text = (Get-Content $Path -Raw) -replace '\r'
    $form = $name -eq 'README' ? '(?ms)(?<=^()())```\n(PS> .*?)^```'
        : '(?ms)^### Example (\d+): ([^\n]+)\n```powershell\n(.*?)^```'
    foreach ($example in [regex]::Matches($text, $form)) {
        $steps = [Collections.Generic.List[object]]::new()
        foreach ($line in $example.Groups[3].Value.TrimEnd("`n") -split "`n") {
            if ($line -match '^PS> (.*)$') {
                $steps.Add(@{ Code = $Matches[1]; Printed = [Collections.Generic.List[string]]::new() })
            }
            elseif ($line -match '^>> ?(.*)$') {
                $steps[-1].Code += "`n" + $Matches[1]
            }
            else {
                $steps[-1].Printed.Add($line)
            }
        }
        @{
            Key   = "$name/$($example.Groups[1].Value)".TrimEnd('/')
            Title = $example.Groups[2].Value ? $example.Groups[2].Value : 'what it shows first'
            Steps = $steps.ToArray()
        }
    }
}

# The help pages and the README, which have them.
function Get-ExamplePage {
    Get-ChildItem (Join-Path $PSScriptRoot '../../module/help') -Filter *.md | Where-Object Name -NotLike '_*'
    Get-Item (Join-Path $PSScriptRoot '../../README.md')
}

# Runs examples one after the other, each in a session and a folder of its own, and gives the lines of each statement.
# What an example started is stopped before the next begins; one that takes longer than the limit is told so.
function Invoke-Example([object[]] $Example, [string] $Manifest, [string] $Folder, [int] $LimitSeconds = 30) {
    Import-Module $Manifest
    foreach ($one in $Example) {
        $place = New-Item -ItemType Directory (Join-Path $Folder ($one.Key -replace '/', '-'))
        $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
        $runspace.Open()
        $shell = [powershell]::Create($runspace)
        $null = $shell.AddScript({
                param($Manifest, $Place)
                Import-Module $Manifest
                Set-Location $Place
                $PSStyle.OutputRendering = 'PlainText'
                $ProgressPreference = 'SilentlyContinue'
            }).AddArgument($Manifest).AddArgument("$place").Invoke()
        $printed = [Collections.Generic.List[string[]]]::new()
        foreach ($step in $one.Steps) {
            $shell.Commands.Clear()
            $null = $shell.AddScript({
                    param($Code)
                    [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
                    # As at a prompt: the variables stay, and output and errors are shown in their order.
                    try {
                        . ([scriptblock]::Create($Code)) 2>&1 | Out-String -Width 100
                    }
                    catch {
                        $_ | Out-String -Width 100
                    }
                }, $false).AddArgument($step.Code)
            $under = $shell.BeginInvoke()
            if ($under.AsyncWaitHandle.WaitOne([timespan]::FromSeconds($LimitSeconds))) {
                $printed.Add((-join $shell.EndInvoke($under)) -split '\r?\n')
            }
            else {
                $shell.Stop()
                $printed.Add("It took longer than $LimitSeconds s: $($step.Code)")
                break
            }
        }
        $shell.Dispose()
        $runspace.Dispose()
        Get-TcpSession | Disconnect-TcpSession
        Get-NetServer | Stop-NetServer
        $null = Disable-NetLog
        @{ Key = $one.Key; Printed = $printed.ToArray() }
    }
}

# Lines without what changes from run to run: numbers, ports, times, dates, folders, and the width of columns.
function Get-Shape([string[]] $Line) {
    $joined = [Collections.Generic.List[string]]::new()
    $long = $false
    foreach ($one in $Line) {
        # The pages break long error messages; the console does not. Where a table breaks a cell depends on its numbers.
        if ($long -and $one.Trim()) { $joined[-1] += " $one" }
        elseif ($joined.Count -and $one -match '^\s{20}') { $joined[-1] += $one.Trim() }
        else { $joined.Add($one) }
        $long = $one.Trim() -and ($long -or $one -match '^[A-Z][a-z]+-\w+: ')
    }
    foreach ($one in $joined) {
        $shape = $one -replace '\w{3}, \d+ \w{3} \d{4} [\d:]+ GMT', '#' -replace '\d{4}-\d\d-\d\dT[\d:.]+', '#' `
            -replace '(/[\w.…-]+)+', '/' -replace '\b[0-9a-fA-F]*\d[0-9a-fA-F]*([.,:/%]+\d+)*\b', '#' `
            -replace '# ?(us|ms|s|min)\b', '#' -replace '[#:.\[\]]*#[#:.\[\]]*', '#' `
            -replace '\{[#, …]*\}', '{}' -replace '-{2,}', '-' -replace '\s+'
        if ($shape.Trim()) { $shape.Trim() }
    }
}

# The headings alone: of tables the line above the dashes, of lists the names.
function Get-Heading([string[]] $Line) {
    for ($i = 0; $i -lt $Line.Count; $i++) {
        if ($i + 1 -lt $Line.Count -and $Line[$i + 1] -match '^\s*-+( +-+)*\s*$') {
            ($Line[$i] -replace '\s+', ' ').Trim()
        }
        elseif ($Line[$i] -match '^(\w+) +: ') { $Matches[1] }
        elseif ($Line[$i] -match '^(\w+) *:$') { $Matches[1] }
    }
}
