# What is left of servers and their clients after Stop-NetServer: no socket, no thread, no runspace, and no memory. The
# rounds run in a PowerShell of their own, in which nothing else comes and goes.
BeforeAll {
    . $PSScriptRoot/_Import.ps1
    Set-Content "$TestDrive/rounds.ps1" @'
param([string] $Manifest, [string] $Folder, [int] $Rounds)
$ErrorActionPreference = 'Stop'
Import-Module $Manifest
$authority = New-LabCertificate Authority
$certificate = New-LabCertificate -Issuer $authority
$alice = New-LabCertificate Client -Issuer $authority
$token = [System.Net.NetworkCredential]::new('', 'open sesame').SecurePassword
$trust = @{ TrustedCertificate = $authority; TlsHost = 'localhost' }

# Each kind of server with the client that it is used by, five times at once and once more after.
$kinds = @(
    @{ Start = { Start-TcpEchoServer }; Client = @{} }
    @{ Start = { Start-TcpEchoServer -Prefix '' -IdleTimeoutSeconds 60 -MessageTimeoutSeconds 60 }; Client = @{} }
    @{ Start = { Start-TcpEchoServer -SocketPath "$Folder/echo.sock" }; Client = @{} }
    @{ Start = { Start-TcpEchoServer -Token $token -KeepAlive 30 }; Client = @{ Token = $token } }
    @{ Start = { Start-TcpEchoServer -Certificate $certificate }; Client = $trust }
    @{ Start = {
            Start-TcpEchoServer -Certificate $certificate -RequireClientCertificate -TrustedCertificate $authority
        }; Client = $trust + @{ Certificate = $alice }
    }
    @{ Start = { Start-TcpServer -Response @{ '*' = 'hello' } -LogPath "$Folder/server.log" }; Client = @{} }
    # Without $Connection.State: where a script reads a member of a name that some type extension has, the engine keeps
    # the type table of its runspace in the caches of its binders, up to a bound.
    @{ Start = { Start-TcpServer -Handler { if ($Connection.Id) { 'hello' } } }; Client = @{} }
    @{ Start = { Start-TcpServer -Handler { Start-Sleep 300 } }; Client = $null }
)

function Use-All {
    foreach ($kind in $kinds) {
        $server = & $kind.Start
        $client = $kind.Client
        if ($null -eq $client) {
            $sessions = 1..5 | ForEach-Object { $server | Connect-TcpSession }
            Send-TcpData $sessions hello
            [void]($server | Wait-NetServer -MessageCount 5 -TimeoutSeconds 20)
        }
        else {
            $sessions = 1..5 | ForEach-Object { $server | Connect-TcpSession @client }
            Send-TcpData $sessions hello
            $replies = Receive-TcpData $sessions -ReplyBytes 5 -TimeoutSeconds 20
            $replies += $server | Invoke-TcpRequest -Message hello -ReplyBytes 5 -TimeoutSeconds 20 @client
            if (($replies.Text | Where-Object { $_ -cne 'hello' }) -or $replies.Count -ne 6) { throw "Not: $replies" }
            Disconnect-TcpSession $sessions[0, 1]
            Disconnect-TcpSession $sessions[2] -Reset
        }
        $server | Stop-NetServer
        Get-TcpSession | Disconnect-TcpSession
    }
}

function Get-Use {
    # Threads end, and sockets are finalized, a moment after they are let go.
    $end = [datetime]::UtcNow.AddSeconds(10)
    do {
        [gc]::Collect(); [gc]::WaitForPendingFinalizers(); [gc]::Collect()
        $use = @{
            Sockets = @([System.IO.Directory]::GetFiles('/proc/self/fd') |
                    ForEach-Object { ([System.IO.FileInfo]$_).LinkTarget } | Where-Object { $_ -like 'socket:*' }).Count
            Threads = @(Get-Content /proc/self/task/*/comm -ErrorAction Ignore |
                    Where-Object { $_ -like 'NetCmdlets*' }).Count
            Runspaces = @(Get-Runspace).Count
            Bytes = [gc]::GetTotalMemory($true)
        }
    } until (($use.Threads -eq 0 -and ($null -eq $before -or $use.Sockets -le $before.Sockets)) -or
        [datetime]::UtcNow -gt $end)
    $use
}

# The last 32 servers that were stopped are remembered with their events: only then is memory level.
$before = $null
1..4 | ForEach-Object { Use-All }
$before = Get-Use
1..$Rounds | ForEach-Object { Use-All }
@{ Before = $before; After = Get-Use; Servers = @(Get-NetServer).Count; Sessions = @(Get-TcpSession).Count } |
    ConvertTo-Json -Depth 3 -Compress
'@
}

Describe 'After Stop-NetServer' -Skip:(-not $IsLinux) {
    It 'nothing is left of the server or its connections' {
        $folder = Join-Path $TestDrive run
        [void](New-Item $folder -ItemType Directory)
        $pwsh = (Get-Process -Id $PID).Path
        $said = & $pwsh -NoProfile -File "$TestDrive/rounds.ps1" $manifest $folder 10
        $use = $said | ConvertFrom-Json
        $use.Servers | Should -Be 0
        $use.Sessions | Should -Be 0
        $use.After.Sockets | Should -BeLessOrEqual $use.Before.Sockets
        $use.After.Threads | Should -Be 0
        $use.After.Runspaces | Should -BeLessOrEqual $use.Before.Runspaces
        # Ninety servers, five hundred connections and more than fifty runspaces have come and gone, each runspace a
        # third of a mebibyte.
        ($use.After.Bytes - $use.Before.Bytes) / 1MB | Should -BeLessThan 2
        Get-ChildItem $folder -Filter *.sock | Should -BeNullOrEmpty
    }
}
