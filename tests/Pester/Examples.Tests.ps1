# Every example of the help pages, and what the README shows first, runs as it stands, alone in a new session, and prints
# what its page says: up to what changes from run to run, and the order of results that come as they complete.
BeforeDiscovery {
    . $PSScriptRoot/_Examples.ps1
    $examples = Get-ExamplePage | ForEach-Object { Read-Example $_.FullName }

    # Those that cannot be run here or anywhere, and why.
    $noOpenssl = (Get-Command openssl -ErrorAction Ignore) -and -not $IsWindows ? $null : 'openssl is not installed'
    $noCurl = (Get-Command curl -CommandType Application -ErrorAction Ignore) ? $null : 'curl is not installed'
    $noIp = (Get-Command ip -ErrorAction Ignore) ? $null : 'ip is not installed'
    $taken = [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveUdpListeners().Port
    $skipped = @{
        'Enter-TcpSession/1'    = 'it is typed at a prompt'
        'Test-TcpHandshake/2'   = 'it scans all ports'
        'Get-HostInterface/2'   = 'it is of an interface of a lab'
        'Get-HostInterface/3'   = 'it is of an interface of a lab'
        'Get-HostInterface/4'   = 'it is of the networks of a lab'
        'Find-HostRoute/3'      = 'it is of a rule of a lab'
        'Find-HostRoute/5'      = $noIp
        'New-LabCertificate/2'  = $noOpenssl
        'New-LabCertificate/4'  = $noOpenssl
        'Receive-UdpDatagram/1' = 5514 -in $taken ? 'its port is taken' : $null
        'Receive-UdpDatagram/2' = 5515 -in $taken ? 'its port is taken' : $null
        'Receive-UdpDatagram/3' = 5516 -in $taken ? 'its port is taken' : $null
    }
    # Those whose values are this machine's, or which was first: their headings are compared.
    $loose = 'Get-HostInterface/1', 'Find-HostRoute/1', 'Find-HostRoute/2', 'Find-HostRoute/5', 'Resolve-HostAddress/1',
        'Resolve-HostAddress/2', 'Test-EchoServer/2', 'Wait-NetPort/2'
    foreach ($example in $examples) {
        $example.Reason = $skipped[$example.Key] ?? $(
            if ("$($example.Steps.Code)" -match '-Server 127\.0\.0\.1:5300') { 'it asks the name server of a lab' }
            elseif ("$($example.Steps.Code)" -match '\bcurl\b') { $noCurl })
        $example.HeadingsOnly = $example.Key -in $loose
    }
    $run = @{ Keys = $examples.Where({ -not $_.Reason }).Key }
}

BeforeAll {
    . $PSScriptRoot/_Import.ps1
    . $PSScriptRoot/_Examples.ps1
}

Describe 'Examples' -ForEach $run {
    BeforeAll {
        $manifest = Join-Path (Get-Module NetCmdlets).ModuleBase 'NetCmdlets.psd1'
        $script = {
            param($Helper, $Keys, $Manifest, $Folder)
            . $Helper
            $keys = $Keys -split ','
            $examples = Get-ExamplePage | ForEach-Object { Read-Example $_.FullName } | Where-Object Key -In $keys
            ConvertTo-Json -Depth 6 -InputObject @(Invoke-Example $examples $Manifest $Folder)
        }
        # A process of its own: it sees nothing that other tests left, and what an example started ends with it. Child
        # processes and thread jobs of an example find the module as installed ones do.
        $before = $env:PSModulePath
        $env:PSModulePath = "$(Join-Path $manifest '../../..' -Resolve)$([IO.Path]::PathSeparator)$before"
        try {
            $json = & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command (
                "& { $script } '$PSScriptRoot/_Examples.ps1' '$($Keys -join ',')' '$manifest' '$TestDrive'")
        }
        finally {
            $env:PSModulePath = $before
        }
        $printed = @{}
        foreach ($example in "$json" | ConvertFrom-Json) {
            $printed[$example.Key] = $example.Printed
        }
    }

    It 'of <Key>: <Title>' -ForEach $examples {
        if ($Reason) {
            Set-ItResult -Skipped -Because $Reason
            return
        }
        $lines = $printed[$Key]
        if ($Key -eq 'Test-TcpHandshake/6' -and "$lines" -match 'CAP_NET_RAW|Linux') {
            Set-ItResult -Skipped -Because "$lines".Trim()
            return
        }
        for ($i = 0; $i -lt $Steps.Count; $i++) {
            [string[]] $told = $Steps[$i].Printed
            [string[]] $seen = $i -lt $lines.Count ? $lines[$i] : 'It was not run.'
            $because = "'$($Steps[$i].Code)' printed:`n$($seen -join "`n")`n"
            (@(Get-Heading $seen) -join '|') | Should -Be (@(Get-Heading $told) -join '|') -Because $because
            if (-not $HeadingsOnly) {
                $expected = @(Get-Shape $told | Sort-Object) -join "`n"
                @(Get-Shape $seen | Sort-Object) -join "`n" | Should -Be $expected -Because $because
            }
        }
    }
}

Describe 'The quick start of the README' {
    It 'runs line by line in a new session, without an error' {
        $readme = (Get-Content (Join-Path $PSScriptRoot '../../README.md') -Raw) -replace '\r'
        $start = [regex]::Match($readme, '(?ms)^## Quick start.*?^```powershell\n(.*?)^```').Groups[1].Value
        $start | Should -Match 'Import-Module NetCmdlets'
        $file = Join-Path $TestDrive 'start.ps1'
        Set-Content $file "`$ErrorActionPreference = 'Stop'`n$start"
        $root = Join-Path (Get-Module NetCmdlets).ModuleBase '../..' -Resolve
        $said = & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command (
            "`$env:PSModulePath = '$root' + [IO.Path]::PathSeparator + `$env:PSModulePath; & '$file'") 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$said"
        "$said" | Should -Match '(?s)TcpEcho.*Open.*hello.*PeerClosed'
    }
}
