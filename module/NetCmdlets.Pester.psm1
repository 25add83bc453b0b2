# Operators of Pester 5's Should for networks. The module registers them when it is imported where Pester is loaded;
# elsewhere import this file by its name. It exports nothing: what it adds is Should's.
#
#   'localhost:8080' | Should -AcceptTcpConnection -Within 10
#   $server          | Should -HandshakeWithin 0.05
#   '10.0.0.1:23'    | Should -RefuseTcpConnection
#   $server          | Should -EchoPayload 'hello'
#   '10.1.2.3'       | Should -BeInSubnet 10.0.0.0/8
#   'localhost'      | Should -ResolveTo 127.0.0.1
#   'localhost:443'  | Should -HaveTlsCertificate -TrustedCertificate $ca -DaysLeft 14
#
# Should has room for 32 operators, of which Pester takes 26: -RefuseTcpConnection and -HandshakeWithin are therefore
# parameters of -AcceptTcpConnection's, which Should finds by their names alone.

param(
    # Whether the import of NetCmdlets runs this: its cmdlets are not there yet, and Pester is.
    [bool] $Registering
)

Set-StrictMode -Version 3.0

# A number of seconds or a TimeSpan as a TimeSpan.
function ConvertTo-Time {
    [OutputType([timespan])]
    param($Value, [string] $Parameter)

    if ($Value -is [timespan]) {
        $time = $Value
    }
    else {
        $seconds = $Value -as [double]
        if ($null -eq $seconds -or [double]::IsNaN($seconds) -or [Math]::Abs($seconds) -gt 2147483) {
            throw [ArgumentException]::new("-$Parameter is a number of seconds or a TimeSpan, not '$Value'.")
        }
        $time = [timespan]::FromSeconds($seconds)
    }
    if ($time -le [timespan]::Zero) {
        throw [ArgumentException]::new("-$Parameter must be above 0.")
    }
    $time
}

function Format-Time([timespan] $Time) {
    if ($Time.TotalMilliseconds -lt 1) { '{0:0} us' -f $Time.TotalMicroseconds }
    elseif ($Time.TotalSeconds -lt 1) { '{0:0.##} ms' -f $Time.TotalMilliseconds }
    else { '{0:0.###} s' -f $Time.TotalSeconds }
}

function Format-Payload([byte[]] $Data) {
    try {
        $text = [Text.UTF8Encoding]::new($false, $true).GetString($Data)
        if ($text -notmatch '\p{Cc}') {
            return "'$($text.Length -gt 40 ? $text.Substring(0, 40) + '...' : $text)'"
        }
    }
    catch [ArgumentException] {
        Write-Debug 'It is no text.'
    }
    $hex = [Convert]::ToHexString($Data, 0, [Math]::Min($Data.Length, 20))
    "0x$hex$($Data.Length -gt 20 ? '...' : '')"
}

# What is under test: a server of this module, an end point, 'host:port', or anything with ComputerName and Port.
function Get-Target($Actual) {
    $target = @{ Protocol = 'Tcp'; SocketPath = $null; ComputerName = $null; Port = 0; Text = "$Actual" }
    if ($Actual -is [Net.IPEndPoint]) {
        $target.ComputerName = "$($Actual.Address)"
        $target.Port = $Actual.Port
    }
    elseif ($Actual -is [string]) {
        if ($Actual -notmatch '^(?:(?<protocol>tcp|udp)://)?(?<host>\[[^\]]+\]|[^:]+):(?<port>\d{1,5})/?$') {
            throw [ArgumentException]::new("'$Actual' is no 'host:port'.")
        }
        $target.ComputerName = $Matches.host
        $target.Port = [int]$Matches.port
        if ($Matches['protocol']) {
            $target.Protocol = $Matches.protocol
        }
    }
    elseif ($null -ne $Actual) {
        $value = $Actual -is [Collections.IDictionary] ? [pscustomobject]$Actual : $Actual
        foreach ($name in 'Protocol', 'SocketPath', 'ComputerName', 'Port') {
            if ($value.PSObject.Properties[$name] -and $value.$name) {
                $target[$name] = $value.$name
            }
        }
        $target.ComputerName = "$($target.ComputerName)"
        $target.Text = "$($target.ComputerName):$($target.Port)"
    }
    if ($target.SocketPath) {
        $target.Text = $target.SocketPath
    }
    elseif (-not $target.ComputerName -or -not $target.Port) {
        throw [ArgumentException]::new(
            "'$Actual' has no host and port: give 'host:port', an IPEndPoint, a server, or an object with both.")
    }
    $target
}

# Asks until the answer is as wanted or the time of -Within is over, and makes the result that Should wants of it. The
# probe takes the seconds that it may take and gives Passed and Seen.
function Wait-Verdict {
    [CmdletBinding()]
    param([scriptblock] $Probe, [string] $Expectation, [bool] $Negate, $Within, $Every, [string] $Because)

    # The probe sees these names before its own function's: they are no other's.
    $pollLimit = $null -eq $Within ? [timespan]::Zero : (ConvertTo-Time $Within 'Within')
    $pollPause = $null -eq $Every ? [timespan]::FromSeconds(0.1) : (ConvertTo-Time $Every 'Every')
    if ($null -ne $Every -and $null -eq $Within) {
        throw [ArgumentException]::new('-Every needs -Within.')
    }
    $pollClock = [Diagnostics.Stopwatch]::StartNew()
    $attempts = 0
    do {
        if ($attempts -gt 0) {
            $pollLeft = $pollLimit - $pollClock.Elapsed
            Start-Sleep -Duration ($pollLeft -lt $pollPause ? [timespan]::FromTicks([Math]::Max(0, $pollLeft.Ticks)) : $pollPause)
        }
        $pollLeft = $pollLimit - $pollClock.Elapsed
        $verdict = & $Probe ($null -eq $Within ? 5.0 : [Math]::Max(0.05, [Math]::Min(5.0, $pollLeft.TotalSeconds)))
        $attempts++
        $succeeded = $verdict.Passed -ne $Negate
    } until ($succeeded -or $pollClock.Elapsed -ge $pollLimit)

    if ($succeeded) {
        return [pscustomobject]@{ Succeeded = $true; FailureMessage = '' }
    }
    $reason = $Because ? ", because $($Because -replace '^because\s+')," : $null
    $polled = $pollLimit -gt [timespan]::Zero ? " in $(Format-Time $pollLimit) ($attempts attempts)" : ''
    [pscustomobject]@{
        Succeeded      = $false
        FailureMessage = "Expected $Expectation$polled,$("$reason".TrimStart(',')) but $($verdict.Seen)."
    }
}

# The handshake that says most: an open one where there is one.
function Get-Handshake($Target, [double] $Seconds) {
    $failures = $null
    # Not 'Ignore': that would leave the variable empty, too.
    $handshakes = @(Test-TcpHandshake $Target.ComputerName $Target.Port -TimeoutSeconds $Seconds `
            -ErrorAction SilentlyContinue -ErrorVariable failures)
    if ($handshakes.Count -eq 0) {
        throw ($failures | Select-Object -First 1)
    }
    $open = $handshakes | Where-Object Succeeded | Sort-Object ConnectTime | Select-Object -First 1
    $open ? $open : $handshakes[0]
}

function Test-TcpConnection {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '')]
    param(
        $ActualValue,
        [switch] $Negate,
        [string] $Because,
        $Within,
        $Every,
        [switch] $RefuseTcpConnection,
        $HandshakeWithin
    )

    if ($RefuseTcpConnection -and $null -ne $HandshakeWithin) {
        throw [ArgumentException]::new('A connection that is refused has no handshake: leave out one of them.')
    }
    $target = Get-Target $ActualValue
    if ($target.SocketPath -or $target.Protocol -ne 'Tcp') {
        throw [ArgumentException]::new("$($target.Text) is no TCP port.")
    }
    $limit = $null -eq $HandshakeWithin ? $null : (ConvertTo-Time $HandshakeWithin 'HandshakeWithin')
    $what = $RefuseTcpConnection ? 'refuse a TCP connection'
        : $limit ? "complete a TCP handshake within $(Format-Time $limit)" : 'accept a TCP connection'
    $probe = {
        param($seconds)
        $seen = Get-Handshake $target $seconds
        $state = "it was $($seen.State)"
        if ($seen.Succeeded) {
            $state = $limit ? "it took $(Format-Time $seen.ConnectTime)" : "it was Open, in $(Format-Time $seen.ConnectTime)"
        }
        elseif ($seen.Reason) {
            $state += ": $($seen.Reason.TrimEnd('.') -replace '^[A-Za-z]+: ')"
        }
        @{
            Passed = $RefuseTcpConnection ? "$($seen.State)" -eq 'Refused'
                : $seen.Succeeded -and (-not $limit -or $seen.ConnectTime -le $limit)
            Seen   = $state
        }
    }
    $expectation = "$($target.Text) $($Negate ? 'not to' : 'to') $what"
    Wait-Verdict -Probe $probe -Expectation $expectation -Negate $Negate -Within $Within -Every $Every -Because $Because
}

function Test-EchoPayload {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '')]
    param($ActualValue, $Payload, [switch] $Negate, [string] $Because, $Within, $Every)

    $target = Get-Target $ActualValue
    [byte[]] $data = if ($null -eq $Payload) {
        # Every byte value, so that a server which takes it for text is found out.
        0..255
    }
    elseif ($Payload -is [byte[]] -or $Payload -is [array]) {
        $Payload
    }
    else {
        [Text.Encoding]::UTF8.GetBytes("$Payload")
    }
    if ($data.Length -eq 0) {
        throw [ArgumentException]::new('An empty payload has no echo to see.')
    }
    $probe = {
        param($seconds)
        $place = $target.SocketPath ? @{ SocketPath = $target.SocketPath } : @{
            ComputerName = $target.ComputerName; Port = $target.Port
        }
        try {
            $reply = if ($target.Protocol -eq 'Udp') {
                Send-UdpDatagram @place -Data $data -ReplyCount 1 -TimeoutSeconds $seconds -Confirm:$false -ErrorAction Stop
            }
            else {
                Invoke-TcpRequest @place -Data $data -ReplyBytes $data.Length -TimeoutSeconds $seconds -ErrorAction Stop
            }
        }
        catch [NetCmdlets.Diagnostics.NetException] {
            return @{ Passed = $false; Seen = $_.Exception.Message.TrimEnd('.') -replace '^(\w)', 'it did not: $1' }
        }
        [byte[]] $came = $reply.Data
        $at = 0
        while ($at -lt $data.Length -and $at -lt $came.Length -and $data[$at] -eq $came[$at]) {
            $at++
        }
        if ($at -eq $data.Length -and $at -eq $came.Length) {
            return @{ Passed = $true; Seen = "it did, in $(Format-Time $reply.Elapsed)" }
        }
        @{
            Passed = $false
            Seen   = "$($came.Length) bytes came back, $(Format-Payload $came), which differ from byte $at on"
        }
    }
    $expectation = "$($target.Text) $($Negate ? 'not to' : 'to') echo $($data.Length) bytes, $(Format-Payload $data)"
    Wait-Verdict -Probe $probe -Expectation $expectation -Negate $Negate -Within $Within -Every $Every -Because $Because
}

function Test-InSubnet {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '')]
    param($ActualValue, $Subnet, [switch] $Negate, [string] $Because)

    if ($null -eq $Subnet) {
        throw [ArgumentException]::new("Give the network: 'Should -BeInSubnet 10.0.0.0/8'.")
    }
    $probe = {
        $member = Test-SubnetMember "$ActualValue" $Subnet -PassThru -ErrorAction Stop | Select-Object -First 1
        $networks = foreach ($one in $Subnet) {
            $info = Get-SubnetInfo $one -ErrorAction Stop
            "$($info.Cidr) is $($info.NetworkAddress) to $($info.BroadcastAddress ?? $info.LastHost)"
        }
        @{
            Passed = [bool]$member.IsMember
            Seen   = $member.IsMember ? "it is in $($member.Network)" : "$($networks -join ' and ')"
        }
    }
    $expectation = "$ActualValue $($Negate ? 'not to' : 'to') be in $($Subnet -join ' or ')"
    Wait-Verdict -Probe $probe -Expectation $expectation -Negate $Negate -Because $Because
}

function Test-ResolveTo {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '')]
    param($ActualValue, $Address, [switch] $Negate, [string] $Because, $Within, $Every)

    $wanted = @(foreach ($one in $Address) { "$([Net.IPAddress]::Parse("$one"))" })
    if ($wanted.Count -eq 0) {
        throw [ArgumentException]::new("Give the address: 'Should -ResolveTo 127.0.0.1'.")
    }
    $probe = {
        param($seconds)
        $failures = $null
        $found = @(Resolve-HostAddress "$ActualValue" -TimeoutSeconds $seconds -ErrorAction SilentlyContinue `
                -ErrorVariable failures | ForEach-Object { "$($_.Address)" } | Select-Object -Unique)
        @{
            Passed = @($wanted | Where-Object { $_ -notin $found }).Count -eq 0
            Seen   = $found.Count -gt 0 ? "it resolved to $($found -join ', ')"
                : "it did not resolve: $("$($failures | Select-Object -First 1)".TrimEnd('.'))"
        }
    }
    $expectation = "$ActualValue $($Negate ? 'not to' : 'to') resolve to $($wanted -join ' and ')"
    Wait-Verdict -Probe $probe -Expectation $expectation -Negate $Negate -Within $Within -Every $Every -Because $Because
}

function Test-TlsCertificate {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '')]
    param(
        $ActualValue, $TlsHost, [switch] $Negate, [string] $Because, $Within, $Every, $TrustedCertificate, $DaysLeft
    )

    $target = Get-Target $ActualValue
    $trust = @{}
    if ($null -ne $TlsHost) { $trust.TlsHost = $TlsHost }
    if ($null -ne $TrustedCertificate) { $trust.TrustedCertificate = $TrustedCertificate }
    $days = $null -eq $DaysLeft ? 0 : [int]$DaysLeft
    $probe = {
        param($seconds)
        $seen = Test-TlsHandshake $target.ComputerName $target.Port -TimeoutSeconds $seconds @trust -ErrorAction Stop |
            Select-Object -First 1
        @{
            Passed = $seen.Trusted -eq $true -and $seen.DaysLeft -ge $days
            Seen   = $seen.Trusted ? "it has $($seen.Subject), trusted, with $($seen.DaysLeft) days left"
                : $seen.Subject ? "it has $($seen.Subject): $("$($seen.Reason)".TrimEnd('.'))"
                : "there was none: $("$($seen.Reason)".TrimEnd('.'))"
        }
    }
    $expectation = "$($target.Text) $($Negate ? 'not to' : 'to') have a trusted TLS certificate"
    if ($TlsHost) { $expectation += " for $TlsHost" }
    if ($days -gt 0) { $expectation += " for $days days more" }
    Wait-Verdict -Probe $probe -Expectation $expectation -Negate $Negate -Within $Within -Every $Every -Because $Because
}

if (-not $Registering) {
    if (-not (Get-Command Add-ShouldOperator -ErrorAction Ignore)) {
        Import-Module Pester -MinimumVersion 5.0 -Global -ErrorAction Stop
    }
    if (-not (Get-Command Test-TcpHandshake -ErrorAction Ignore)) {
        Import-Module (Join-Path $PSScriptRoot 'NetCmdlets.psd1') -Global -ErrorAction Stop
    }
}

$operators = [ordered]@{
    AcceptTcpConnection = 'Test-TcpConnection'
    EchoPayload         = 'Test-EchoPayload'
    BeInSubnet          = 'Test-InSubnet'
    ResolveTo           = 'Test-ResolveTo'
    HaveTlsCertificate  = 'Test-TlsCertificate'
}
foreach ($name in $operators.Keys) {
    try {
        Add-ShouldOperator -Name $name -InternalName $operators[$name] `
            -Test (Get-Item "function:$($operators[$name])").ScriptBlock
    }
    catch {
        # Another module may have taken the name or the last place: the import is not to fail for it.
        Write-Warning "Should has no -$name of NetCmdlets: $_"
    }
}

Export-ModuleMember
